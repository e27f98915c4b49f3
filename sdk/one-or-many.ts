/** One value, or a list of them. */
export type OneOrMany<T> = T | readonly T[];
