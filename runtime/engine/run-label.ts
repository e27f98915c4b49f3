/** On every container, image and volume that a run makes: what a dead run left is found by it. */
export const runLabel = "builder.run";

/** On the box of a pipeline: `PROJECT/PIPELINE`. */
export const subjectLabel = "builder.pipeline";

/** On every container of a pipeline: its own name, which no container has that somebody runs from what was saved of it. */
export const boxLabel = "builder.box";
