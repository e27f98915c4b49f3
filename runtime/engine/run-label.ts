/** On every container, image and volume that a run makes: what a dead run left is found by it. */
export const runLabel = "builder.run";
