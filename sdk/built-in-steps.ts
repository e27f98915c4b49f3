/** The steps that come with builder, by name, and what each may be given. */
// biome-ignore lint/suspicious/noEmptyInterface: each built-in step adds its line here
export interface BuiltInSteps {}
