import type { SecretSource } from "./secret-node.ts";

/** A git repository that is not the project's own. At most one of `branch`, `tag` and `commit`; none: its default branch. */
export interface RemoteGitNode {
  /** As git understands it, without a password; a relative path starts at the folder of build.ts. */
  readonly url: string;
  /** Its newest commit counts. */
  readonly branch?: string;
  /** Its commit counts. */
  readonly tag?: string;
  /** In full. */
  readonly commit?: string;
  /** Sent to the server of an http(s) url, and to no other. */
  readonly basicAuth?: {
    /** As the server knows the user. */
    readonly username: string;
    /** Where the password or token comes from. */
    readonly password: SecretSource;
  };
}
