#!/bin/sh
mkdir -p public
echo "<p>made for $NODE_ENV</p>" > public/index.html
