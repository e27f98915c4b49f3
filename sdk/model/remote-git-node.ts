import type { SecretSource } from "./secret-node.ts";

/** A git repository that is not the project's own. At most one of `branch`, `tag` and `commit`; none: its default branch. */
export interface RemoteGitNode {
  /** As git understands it, without a password; a relative path starts at the folder of build.ts. */
  readonly url: string;
  readonly branch?: string;
  readonly tag?: string;
  /** In full. */
  readonly commit?: string;
  /** Sent to the server of an http(s) url, and to no other. */
  readonly basicAuth?: { readonly username: string; readonly password: SecretSource };
}
