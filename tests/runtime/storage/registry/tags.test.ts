import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { createRegistryClient } from "../../../../runtime/storage/registry/create-registry-client.ts";
import { nextLink } from "../../../../runtime/storage/registry/http/link-header.ts";
import { listen } from "./support/listen.ts";
import { failureOf, newRepository } from "./support/sample-image.ts";

// Debian's registry sends all tags at once, so the pages come from a server of these tests.
const { signal } = new AbortController();
let stop: (() => Promise<void>) | undefined;

afterEach(() => stop?.());

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = await listen(createServer(answer));
  stop = server.stop;
  return server.host;
}

test.each(["relative", "absolute"])("pages are followed to the last by %s links", async (form) => {
  const host = await serve((request, response) => {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const last = Number(url.searchParams.get("last") ?? -1);
    const tags = [0, 1, 2].map((step) => last + 1 + step).filter((tag) => tag < 10);
    if (last + 3 < 9) {
      url.searchParams.set("last", String(last + 3));
      response.setHeader("link", `<${form === "relative" ? url.pathname + url.search : url.href}>; rel="next"`);
    }
    response.end(JSON.stringify({ name: "app", tags: tags.map(String) }));
  });
  const client = createRegistryClient();
  expect(await client.tags(newRepository(host), signal)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  client.close();
});

test("pages in a circle come to an end", async () => {
  const host = await serve((request, response) => {
    response.setHeader("link", `<${request.url}>; rel="next"`);
    response.end('{"tags":["a"]}');
  });
  const client = createRegistryClient();
  expect(await failureOf(client.tags(newRepository(host), signal))).toBe("REGISTRY.PROTOCOL");
  client.close();
});

test("the next page is found among several links", () => {
  expect(nextLink('</a?n=1,2>; rel="prev", </b;c?n=1,2>; foo="x"; rel="next"')).toBe("/b;c?n=1,2");
  expect(nextLink("</a>; rel=next")).toBe("/a");
  expect(nextLink('</a>; rel="prev"')).toBeUndefined();
  expect(nextLink(undefined)).toBeUndefined();
});
