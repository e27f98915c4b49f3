import type { GiterminismNode } from "./giterminism-node.ts";
import type { JsonReader } from "./json-reader.ts";

const members = "env uncommittedFiles fromLatest gitBranch mounts secrets contextAddFiles customTags".split(" ");

export function decodeGiterminism(reader: JsonReader): GiterminismNode {
  reader.allowMembers(members);
  const mounts = reader.member("mounts").allowMembers(["buildDir", "fromPaths"]);
  const secrets = reader.member("secrets").allowMembers(["env", "files", "ids"]);
  return {
    env: reader.member("env").strings(),
    uncommittedFiles: reader.member("uncommittedFiles").strings(),
    fromLatest: reader.member("fromLatest").boolean(),
    gitBranch: reader.member("gitBranch").boolean(),
    mounts: { buildDir: mounts.member("buildDir").boolean(), fromPaths: mounts.member("fromPaths").strings() },
    secrets: {
      env: secrets.member("env").strings(),
      files: secrets.member("files").strings(),
      ids: secrets.member("ids").strings(),
    },
    contextAddFiles: reader.member("contextAddFiles").strings(),
    customTags: reader.member("customTags").boolean(),
  };
}
