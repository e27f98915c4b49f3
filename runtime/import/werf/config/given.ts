/** Members that are left out where there is no value: `...given(text, (owner) => ({ owner }))`. */
export function given<Value, Members extends object>(
  value: Value | undefined,
  members: (value: Value) => Members,
): Members | Record<never, never> {
  return value === undefined ? {} : members(value);
}
