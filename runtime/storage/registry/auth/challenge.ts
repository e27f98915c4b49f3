/** One way that a registry offers to prove an identity. */
export type Challenge =
  | { readonly scheme: "basic" }
  | {
      readonly scheme: "bearer";
      /** Address of the token service. */
      readonly realm: string;
      readonly service?: string;
      readonly scopes: readonly string[];
    };

/** Reads `WWW-Authenticate`, where several challenges may stand; those of other schemes are left out. */
export function parseChallenges(header: string): readonly Challenge[] {
  return splitChallenges(header)
    .map(toChallenge)
    .filter((challenge) => challenge !== undefined);
}

function toChallenge({ scheme, parameters }: RawChallenge): Challenge | undefined {
  if (scheme === "basic") return { scheme };
  const realm = parameters.get("realm");
  if (scheme !== "bearer" || realm === undefined) return undefined;
  const service = parameters.get("service");
  const scopes = (parameters.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  return { scheme, realm, ...(service === undefined ? {} : { service }), scopes };
}

interface RawChallenge {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

// Either `name=value`, the value a word or a quoted string, or a bare word, which begins a challenge.
const piece = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

function splitChallenges(header: string): readonly RawChallenge[] {
  const challenges: RawChallenge[] = [];
  for (const [, name = "", quoted, word] of header.matchAll(piece)) {
    const value = quoted?.replace(/\\(.)/g, "$1") ?? word;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}
