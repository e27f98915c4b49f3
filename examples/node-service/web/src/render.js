// Runs while the image is built: the page is there before the first request.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const text = readFileSync(new URL("page.txt", import.meta.url), "utf8").trim();
mkdirSync("public", { recursive: true });
writeFileSync("public/index.html", `<!doctype html><title>${text}</title><h1>${text}</h1>\n`);
