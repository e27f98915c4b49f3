/** The flag of commands that must not get in the way of others. */
export interface LocksFlag {
  readonly locks?: string;
}

export const locksFlag = {
  locks: {
    kind: "parsed",
    parse: String,
    placeholder: "redis://host:port",
    optional: true,
    brief: "Keep builders on other machines from doing the same work (with a password: BUILDER_LOCKS)",
  },
} as const;
