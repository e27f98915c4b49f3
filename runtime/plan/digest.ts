/** SHA3-224 in lower-case hex, 56 characters: the name of a stage's content. */
export type Digest = string & { readonly __brand: "Digest" };
