import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const page = readFileSync("public/index.html");
createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end(page);
}).listen(Number(process.env.PORT));
