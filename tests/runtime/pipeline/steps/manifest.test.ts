import { describe, expect, it } from "vitest";
import { findManifest } from "../../../../runtime/pipeline/steps/manifest.ts";
import type { TarEntry } from "../../../../runtime/util/archive.ts";

function file(path: string, text: string): TarEntry {
  return { path, type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content: Buffer.from(text) };
}

describe("the manifest of a step", () => {
  it("lists its properties, whose defaults stay as they are written", () => {
    const manifest = findManifest([
      file("run.sh", "true"),
      file(
        "step.yml",
        "name: hello\nversion: 1.0\nproperties:\n  - name: times\n    type: string\n    default: 1.10\n  - name: who\n    required: yes\n  - name: loud\n    required: false\n",
      ),
      file("wercker-step.yml", "name: old\n"),
    ]);
    expect(manifest).toEqual({
      name: "hello",
      properties: [
        { name: "times", required: false, default: "1.10" },
        { name: "who", required: true },
        { name: "loud", required: false },
      ],
    });
  });

  it("may be of the old kind, with properties by name", () => {
    const manifest = findManifest([
      file("wercker-step.yml", "name: old\nproperties:\n  code:\n    default: 017\n    required: true\n  other:\n"),
    ]);
    expect(manifest).toEqual({
      name: "old",
      properties: [
        { name: "code", required: true, default: "017" },
        { name: "other", required: false },
      ],
    });
  });

  it("may be missing or empty", () => {
    expect([findManifest([]), findManifest([file("step.yml", "")])]).toEqual([{ properties: [] }, { properties: [] }]);
  });

  it.each([
    ["properties: 5", "properties is neither a list nor a map"],
    ["- a", "it is not a map of keys"],
    ["properties:\n  - default: x", "a property in the list has no name"],
  ])("%j is refused", (text, message) => {
    expect(() => findManifest([file("step.yml", text)])).toThrow(message);
  });
});
