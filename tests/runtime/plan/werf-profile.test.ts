import { expect, test } from "vitest";
import { sha3_224hash, sha256hash } from "../../../runtime/plan/digest.ts";
import { group, leaf } from "../../../runtime/plan/part.ts";
import { dependenciesText, werfProfile } from "../../../runtime/plan/werf-profile.ts";
import { mappingNode } from "../../support/image-node.ts";

const from = group("from", [leaf("base image", "alpine")]);
const install = group("install", [
  group("commands", [leaf("command 1", "echo install")]),
  group("stage dependencies", []),
]);

test("the digests of werf's multi-platform test come out", () => {
  const digestOf = (platform: string) => {
    const digest = werfProfile.stageDigest("from", from, undefined, platform);
    return werfProfile.stageDigest("install", install, { digest, handsOn: "" }, platform);
  };
  expect(digestOf("linux/arm64")).toBe("0bfe25871a0014046617e5c47e399183886b23ab394ee8422cc8b10c");
});

test("linux/amd64 counts as no platform", () => {
  expect(werfProfile.stageDigest("from", from, undefined, "linux/amd64")).toBe(
    sha3_224hash("1.2", "from", sha256hash("alpine")),
  );
});

test("a stage of werf's v1.1 pipeline comes out but for the constant", () => {
  const digest = sha3_224hash("1.1", "from", dependenciesText(from));
  expect(digest).toBe("2bc41fbd00277e3021c613fcfdcef2716ed893bee29b36f928136e47");
  const commands = group("commands", [leaf("command 1", "mkdir -p /test /test2")]);
  const stage = group("install", [commands, group("stage dependencies", [])]);
  expect(sha3_224hash("1.1", "install", dependenciesText(stage), digest, "")).toBe(
    "f9026091241bb85eac3c2413333b4269cc309dde7a29d7ebffdd05d1",
  );
});

test("a content digest hashes the stage and what it hands on", () => {
  const digest = sha3_224hash("x");
  expect(werfProfile.contentDigest("setup", { digest, handsOn: "h" }, "linux/amd64")).toBe(
    sha3_224hash("1.2", "setup-content", "", digest, "h"),
  );
});

test("stages with sources hand on their sorted commits, others nothing", () => {
  expect(werfProfile.handsOn("gitArchive", ["b", "a"])).toBe(sha256hash("a", "b"));
  expect(werfProfile.handsOn("install", [])).toBe(sha256hash());
  expect(
    ["from", "beforeInstall", "dockerInstructions"].map((name) => werfProfile.handsOn(stageName(name), ["a"])),
  ).toEqual(["", "", ""]);

  function stageName(name: string) {
    return name === "from" || name === "beforeInstall" ? name : "dockerInstructions";
  }
});

test("a mapping is named by werf's parameters, the lists without separators", () => {
  const mapping = mappingNode({
    add: "/",
    to: "/app",
    owner: "user",
    group: "group",
    includePaths: ["a", "b", "c"],
    excludePaths: ["a/a", "a/b", "a/c"],
  });
  const id = sha256hash("own_own", "/app", "", "abc", "a/aa/ba/c", "user", "group", "", "", "");
  expect(werfProfile.mappingId(mapping)).toBe(id);
  expect(werfProfile.mappingId({ ...mapping, to: "/app/", includePaths: ["./a", "b/", "c"] })).toBe(id);
});

test("only object ids enter a checksum of files, and no file gives none", () => {
  const entry = { path: "a", mode: "100644", id: "1".repeat(40) };
  expect(werfProfile.entriesChecksum([entry])).toBe(
    werfProfile.entriesChecksum([{ ...entry, path: "b", mode: "100755" }]),
  );
  expect(werfProfile.entriesChecksum([entry])).toBe(sha256hash("1".repeat(40)));
  expect(werfProfile.entriesChecksum([])).toBe("");
});

test("a command list is joined without escaping", () => {
  expect([undefined, "a b", [], ["a", 'b"c']].map(werfProfile.commandText)).toEqual(["", "a b", "[]", '["a", "b"c"]']);
});
