import { decodeSecretSource } from "./decode-secret-source.ts";
import type { JsonReader } from "./json-reader.ts";
import type { RemoteGitNode } from "./remote-git-node.ts";

export function decodeRemoteGit(reader: JsonReader): RemoteGitNode {
  reader.allowMembers(["url", "branch", "tag", "commit", "basicAuth"]);
  return {
    url: reader.member("url").string(),
    ...reader.optional("branch", (branch) => ({ branch: branch.string() })),
    ...reader.optional("tag", (tag) => ({ tag: tag.string() })),
    ...reader.optional("commit", (commit) => ({ commit: commit.string() })),
    ...reader.optional("basicAuth", (auth) => ({ basicAuth: decodeBasicAuth(auth) })),
  };
}

function decodeBasicAuth(reader: JsonReader): NonNullable<RemoteGitNode["basicAuth"]> {
  reader.allowMembers(["username", "password"]);
  return {
    username: reader.member("username").string(),
    password: decodeSecretSource(reader.member("password")),
  };
}
