import {
  type ApplicationText,
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
  text_en,
} from "@stricli/core";

/** How the parser speaks where its own words would not be ours. */
export const text: ApplicationText = {
  ...text_en,
  noCommandRegisteredForInput: ({ input, corrections }) =>
    `there is no command ${input}${question(corrections.map((name) => name.replaceAll("`", "")))}`,
  exceptionWhileParsingArguments(error) {
    if (!(error instanceof ArgumentScannerError))
      return text_en.exceptionWhileParsingArguments.call(this, error, false);
    return formatMessageForArgumentScannerError(error, {
      FlagNotFoundError: ({ input, corrections }) =>
        `there is no flag --${input}${question(corrections.map((name) => `--${name}`))}`,
      AliasNotFoundError: ({ input }) => `there is no flag -${input}`,
      ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, exception }) =>
        `--${name}: ${exception instanceof Error ? exception.message : String(exception)}`,
      EnumValidationError: ({ externalFlagName, input, values }) =>
        `--${externalFlagName} is one of ${values.join(", ")}, not "${input}"`,
      UnsatisfiedFlagError: ({ externalFlagName }) => `--${externalFlagName} wants a value`,
      UnexpectedPositionalError: ({ input, expectedCount }) =>
        `"${input}" is too much: ${expectedCount === 0 ? "no argument is" : `only ${expectedCount} can be`} given here`,
    });
  },
};

function question(corrections: readonly string[]): string {
  return corrections.length === 0 ? "" : `, did you mean ${corrections.join(" or ")}?`;
}
