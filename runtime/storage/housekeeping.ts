/** One thing in a store of stages, as far as cleaning up is concerned. */
export type StoredEntry =
  | {
      readonly kind: "stage";
      /** What it is removed by; unlike any other of the store. */
      readonly name: string;
      /** `DIGEST-TIMESTAMP`. */
      readonly id: string;
      /** Of its image: what was built on it names it by `werf.io/base-image-id`. */
      readonly imageId?: string;
      /** When it was saved, in milliseconds since 1970. */
      readonly timestampMs: number;
      /** Undefined for a stage whose content cannot be read any more. */
      readonly labels?: Readonly<Record<string, string>>;
      /** Tags that somebody has given the same image; none: absent. */
      readonly aliases?: readonly string[];
    }
  /** A stage that was found to be damaged. */
  | { readonly kind: "rejected"; readonly name: string; readonly id: string }
  /** That an image of a commit is a stage. */
  | {
      readonly kind: "record";
      readonly name: string;
      /** Name of the image, or what stands for it where no image of this name is known. */
      readonly image: string;
      readonly commit: string;
      readonly id: string;
    }
  /** The checksum of something that stages import; it is of use as long as the stage that it was taken from exists. */
  | { readonly kind: "import-record"; readonly name: string; readonly id: string }
  /** Of the project as a whole: removed with it alone. */
  | { readonly kind: "project-record"; readonly name: string };

/** What cleaning up needs of a place where stages are kept. */
export interface StageHousekeeping {
  /** For people: `:local`, or `HOST/PATH`. */
  readonly address: string;
  /** All that is there and belongs to the project. `images`: those whose names records may bear. */
  entries(images: readonly string[], signal: AbortSignal): Promise<readonly StoredEntry[]>;
  /** Removes entries; resolves with why those could not be removed that are still there, by their names. */
  remove(
    entries: readonly StoredEntry[],
    onRemoved: (entry: StoredEntry) => void,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}

/** Which stage an image of a commit is. */
export interface BuiltImage {
  readonly image: string;
  /** `DIGEST-TIMESTAMP` of its last stage. */
  readonly id: string;
}

/** Notes what commits were built to, so that cleaning up can go by branches and tags. */
export interface BuildRecords {
  /** Costs nothing but a look at what is known where everything is noted already. */
  note(commit: string, images: readonly BuiltImage[], signal: AbortSignal): Promise<void>;
}
