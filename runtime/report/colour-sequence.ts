/** Begins every control sequence of a terminal. */
export const esc = "\u001B";

/** The source of a regular expression for the sequences that change colours, the only ones that output may hold. */
export const colourSequence = `${esc}\\[[0-9;:]*m`;
