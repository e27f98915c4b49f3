import { describe, expect, test } from "vitest";
import {
  formatImageReference,
  parseImageReference,
  parseRepository,
} from "../../../../runtime/storage/registry/image-reference.ts";

const sha = `sha256:${"a".repeat(64)}`;

describe("image references", () => {
  test.each([
    ["debian", "docker.io", "library/debian", "latest", undefined],
    ["debian:12", "docker.io", "library/debian", "12", undefined],
    ["team/app", "docker.io", "team/app", "latest", undefined],
    ["docker.io/debian", "docker.io", "library/debian", "latest", undefined],
    ["index.docker.io/team/app:1", "docker.io", "team/app", "1", undefined],
    ["localhost/app", "localhost", "app", "latest", undefined],
    ["localhost:5000/app", "localhost:5000", "app", "latest", undefined],
    [
      "registry.example.com:443/a/b_c/d__e/f--g.h:v1.0-x_Y",
      "registry.example.com:443",
      "a/b_c/d__e/f--g.h",
      "v1.0-x_Y",
      undefined,
    ],
    ["[::1]:5000/app:1", "[::1]:5000", "app", "1", undefined],
    ["Registry.Example.COM/app", "registry.example.com", "app", "latest", undefined],
    [`ghcr.io/o/app@${sha}`, "ghcr.io", "o/app", undefined, sha],
    [`ghcr.io/o/app:1@${sha}`, "ghcr.io", "o/app", "1", sha],
  ])("%s is read as Docker reads it", (text, registry, path, tag, digest) => {
    expect(parseImageReference(text)).toEqual({ registry, path, ...(tag && { tag }), ...(digest && { digest }) });
  });

  test.each([
    "",
    "/app",
    "App",
    "team/App",
    "app:",
    "app:-x",
    "app:a b",
    "a//b",
    "app@sha256:123",
    `app@md5:${"a".repeat(32)}`,
    "https://example.com/app",
    "example.com/",
    "-host.example.com/app",
    "host:port/app",
    "a_-b/c",
    `app:${"x".repeat(129)}`,
    `example.com/${"x".repeat(256)}`,
  ])("%j is refused", (text) => {
    expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code: "REGISTRY.BAD_REFERENCE" }));
  });

  test("the full form reads back as the same reference", () => {
    for (const text of [`docker.io/library/debian:12`, `localhost:5000/a/b:1@${sha}`, `ghcr.io/o/app@${sha}`]) {
      expect(formatImageReference(parseImageReference(text))).toBe(text);
    }
  });

  test("a repository has no tag and no digest", () => {
    expect(parseRepository("localhost:5000/team/app")).toEqual({ registry: "localhost:5000", path: "team/app" });
    expect(() => parseRepository("localhost:5000/app:1")).toThrow(
      expect.objectContaining({ code: "REGISTRY.BAD_REFERENCE" }),
    );
    expect(() => parseRepository(`app@${sha}`)).toThrow(expect.objectContaining({ code: "REGISTRY.BAD_REFERENCE" }));
  });
});
