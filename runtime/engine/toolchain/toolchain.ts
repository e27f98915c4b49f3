import type { Readable } from "node:stream";

/** Counted up when the layout below `/.builder` changes. */
export const toolchainVersion = "2";

/** In the toolchain: a static bash, busybox with its commands as links, and the places where other things are mounted. */
export const toolchainPaths = {
  bash: "bin/bash",
  busybox: "bin/busybox",
  /** Holds C.utf8, without which a static bash counts bytes for characters. */
  locale: "lib/locale",
  /** An empty file: a socket of the host is mounted over it, so that nothing of it stays in the image. */
  sshAuthSock: "run/ssh-auth-sock",
  /** An empty directory: the toolchain of Ansible is mounted over it. */
  ansible: "ansible",
  /** An empty directory: one in memory is mounted over it for what Ansible works with. */
  work: "work",
} as const;

/** The first member of every toolchain archive, as `manifest.json`. */
export interface ToolchainManifest {
  readonly version: string;
  /** As Node names it: `x64`, `arm64`. */
  readonly architecture: string;
}

/** Programs that builder brings into containers, as an archive. */
export interface Toolchain {
  readonly manifest: ToolchainManifest;
  /** Of the archive, in hex. */
  readonly sha256: string;
  /** For messages: where it was found. */
  readonly origin: string;
  /** The archive, a gzipped tar. */
  open(): Readable;
}
