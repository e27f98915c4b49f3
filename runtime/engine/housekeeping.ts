/** What freeing disk space needs of an engine, besides its images. */
export interface EngineHousekeeping {
  /** Where the engine keeps its data, when that is on this machine. */
  dataDirectory(): Promise<string | undefined>;
  /** Volumes with tools for build containers that no container uses, apart from the newest, oldest first. */
  unusedToolchains(): Promise<readonly { readonly name: string; readonly createdMs: number }[]>;
  removeToolchain(name: string): Promise<void>;
}
