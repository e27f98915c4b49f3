/** The positional parameter of commands that look at a whole build.ts. */
export const optionalFile = {
  kind: "tuple",
  parameters: [
    { brief: "The build.ts (default: the nearest one upward)", parse: String, placeholder: "file", optional: true },
  ],
} as const;
