import { createServer } from "node:http";
import { format } from "money";
import { prices } from "./prices.js";

if (process.argv.includes("--version")) {
  console.log(`api on Node ${process.versions.node}`);
} else {
  createServer((request, response) => {
    const cents = prices[request.url.slice(1)];
    response.writeHead(cents === undefined ? 404 : 200, { "content-type": "text/plain" });
    response.end(cents === undefined ? "unknown\n" : `${format(cents)}\n`);
  }).listen(Number(process.env.PORT));
}
