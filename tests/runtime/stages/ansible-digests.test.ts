import { expect, test } from "vitest";
import { sha3_224hash, sha256hash } from "../../../runtime/plan/digest.ts";
import { getProfile } from "../../../runtime/plan/digest-profile.ts";
import { dependenciesText } from "../../../runtime/plan/werf-profile.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import { type AnsibleTaskNode, createAnsibleNode } from "../../../sdk/model/ansible-node.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import type { UserStageName } from "../../../sdk/model/user-stage-name.ts";
import { imageNode, shellNode } from "../../support/image-node.ts";
import { stageContext } from "../../support/stage-context.ts";

async function dependencies(image: ImageNode, stage: UserStageName): Promise<string> {
  const profile = getProfile("werf-1.2");
  const context = stageContext({ image, profile });
  const found = stagesOf(image, profile).find(({ name }) => name === stage);
  if (found === undefined) throw new Error(`no stage ${stage}`);
  return dependenciesText(await found.parts(context));
}

function withTasks(stage: UserStageName, ...tasks: readonly AnsibleTaskNode[]): ImageNode {
  return imageNode({ ansible: createAnsibleNode({ [stage]: tasks }) });
}

/** The image `signature-ansible` of werf's own test, of the v1.1 line; see werf-goldens.test.ts for its other stages. */
test("the digest of werf's own pipeline with Ansible comes out", async () => {
  const versions = { cacheVersion: "test", stageCacheVersions: { beforeInstall: "test" } };
  const image = { ...withTasks("beforeInstall", { fields: { shell: "date" } }), shell: shellNode({}, versions) };
  const mounts = [".", "/build", "build_dir", ".", "/tmp", "tmp_dir", "/tmp/test", "/from", "custom_dir"];
  const from = sha3_224hash("1.1", "from", sha256hash("test", ...mounts, "alpine"));
  expect(sha3_224hash("1.1", "beforeInstall", await dependencies(image, "beforeInstall"), from, "")).toBe(
    "9898ed1d8b3867bb8ef3de46e39caebbef110beefaac2ad992642204",
  );
});

test("a task enters as Go's JSON of all it says, the tasks of its blocks included", async () => {
  const image = withTasks(
    "install",
    { fields: { when: "a < b", name: "x" }, block: [{ fields: { shell: "date && true" } }], always: [] },
    { fields: { copy: { mode: 420, content: "é" } } },
  );
  const block = '{"always":[],"block":[{"shell":"date \\u0026\\u0026 true"}],"name":"x","when":"a \\u003c b"}';
  const copy = '{"copy":{"content":"é","mode":420}}';
  expect(await dependencies(image, "install")).toBe(sha256hash(sha256hash(block, copy), sha256hash()));
});

test("in builder's own profile the order of the keys does not count, everything else does", async () => {
  const digest = async (...tasks: readonly AnsibleTaskNode[]) => {
    const profile = getProfile("builder");
    const image = withTasks("install", ...tasks);
    const found = stagesOf(image, profile).find(({ name }) => name === "install");
    const parts = await found?.parts(stageContext({ image, profile }));
    return parts === undefined ? undefined : profile.stageDigest("install", parts, undefined, "linux/amd64");
  };
  const origin = { file: "build.ts", line: 1, column: 1 };
  const first = await digest({ fields: { name: "x", shell: "date" } });
  expect(await digest({ fields: { shell: "date", name: "x" }, origin })).toBe(first);
  const others = [
    await digest({ fields: { shell: "date" } }),
    await digest({ fields: { name: "x", command: "date" } }),
    await digest({ fields: { name: "x", shell: "date" } }, { fields: { name: "x", shell: "date" } }),
    await digest({ fields: {}, block: [{ fields: { name: "x", shell: "date" } }] }),
  ];
  expect(new Set([first, ...others]).size).toBe(5);
});

test("only stages with tasks ask for Ansible's toolchain", () => {
  const image = { ...withTasks("install", { fields: { shell: "date" } }), shell: shellNode({}, { cacheVersion: "1" }) };
  const asked = stagesOf(image, getProfile("builder")).flatMap((stage) => {
    const toolchains = stage.toolchains?.(image) ?? [];
    return toolchains.length === 0 ? [] : [[stage.name, toolchains]];
  });
  expect(asked).toEqual([["install", ["ansible"]]]);
});
