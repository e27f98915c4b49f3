/** For a server that asks for a name and a password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * What git needs in its environment to log in at the server of one url, and at no other. The password is in no argument and no
 * file: git asks a helper, which is a line of shell that prints two variables.
 */
export function credentialEnvironment(
  base: NodeJS.ProcessEnv,
  url: string,
  credentials: Credentials | undefined,
): NodeJS.ProcessEnv {
  const server = /^https?:\/\/[^/]+/.exec(url)?.[0];
  if (credentials === undefined || server === undefined) return {};
  // Settings that the user gives in the same way stay; an empty helper switches those of their configuration off.
  const count = Number(base.GIT_CONFIG_COUNT ?? "0") || 0;
  const key = `credential.${server}.helper`;
  return {
    GIT_CONFIG_COUNT: String(count + 2),
    [`GIT_CONFIG_KEY_${count}`]: key,
    [`GIT_CONFIG_VALUE_${count}`]: "",
    [`GIT_CONFIG_KEY_${count + 1}`]: key,
    [`GIT_CONFIG_VALUE_${count + 1}`]: helper,
    BUILDER_GIT_USERNAME: credentials.username,
    BUILDER_GIT_PASSWORD: credentials.password,
  };
}

const helper = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$BUILDER_GIT_USERNAME" "$BUILDER_GIT_PASSWORD"; }; f`;
