/** The items of a text that spaces or commas separate; a text with `${A, B}` in it stays whole, since it is split when it is known. */
export function splitItems(text: string, separators = /[\s,]+/): readonly string[] {
  if (/\$\{[^}]*[\s,]/.test(text)) return [text];
  return text.split(separators).filter((item) => item !== "");
}
