/** The items of a text in which spaces and commas separate them. */
export function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((item) => item !== "");
}
