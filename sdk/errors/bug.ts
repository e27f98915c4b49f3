/** A state that the code rules out: never the user's fault, always worth a report. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** Makes the compiler prove that every variant was handled. */
export function assertNever(value: never): never {
  throw new Bug(`unhandled variant ${JSON.stringify(value)}`);
}
