#!/bin/sh
# Makes an image with Node and npm where no image registry is in reach: Debian's packages and npm's own archive, unpacked.
# Usage: base/make-base.sh REFERENCE. Needs Debian or Ubuntu, apt, npm and a Docker Engine.
set -eu
reference=${1:?usage: base/make-base.sh REFERENCE}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
mkdir "$folder/packages" "$folder/root"
chmod 777 "$folder" "$folder/packages"

# Another source (NodeSource) may hide Debian's version, which apt could then not fetch.
version=$(apt-cache madison nodejs | awk -F'|' '/debian|ubuntu/ { gsub(/ /, "", $2); print $2; exit }')
needed=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
  "nodejs=$version" busybox-static | grep '^[a-z0-9]' | grep -v '^nodejs' | sort -u)
(cd "$folder/packages" && apt-get download --quiet --quiet "nodejs=$version" $needed)
for package in "$folder"/packages/*.deb; do dpkg-deb --extract "$package" "$folder/root"; done

npm pack npm@10 --silent --pack-destination "$folder" > /dev/null
mkdir -p "$folder/root/usr/lib/node_modules/npm" "$folder/root/tmp"
tar -xzf "$folder"/npm-10*.tgz -C "$folder/root/usr/lib/node_modules/npm" --strip-components 1
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$folder/root/usr/bin/npm"
chmod 755 "$folder/root/usr/lib/node_modules/npm/bin/npm-cli.js"
chmod 1777 "$folder/root/tmp"

# busybox is the shell and the small tools; what Debian's packages brought of them stays.
for applet in $("$folder/root/bin/busybox" --list); do
  [ -e "$folder/root/bin/$applet" ] || [ -e "$folder/root/usr/bin/$applet" ] || ln -s busybox "$folder/root/bin/$applet"
done
[ -e "$folder/root/usr/bin/env" ] || ln -s ../../bin/busybox "$folder/root/usr/bin/env"
# The user of the official Node images.
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' > "$folder/root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' > "$folder/root/etc/group"
tar --numeric-owner --owner=0 --group=0 -C "$folder/root" -c . | docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$reference"
