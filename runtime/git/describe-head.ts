import { gitEnvironment } from "./git-environment.ts";
import { runGit } from "./run-git.ts";

/** What people call the commit at HEAD, and where the repository is from; "" for what git does not know. */
export interface HeadDescription {
  readonly branch: string;
  readonly tag: string;
  readonly commit: string;
  readonly domain: string;
  readonly owner: string;
  readonly repository: string;
}

/** Asks git in a folder; one outside of any repository gets nothing but empty texts. */
export async function describeHead(folder: string, environment: NodeJS.ProcessEnv): Promise<HeadDescription> {
  const ask = async (...args: readonly string[]): Promise<string> => {
    const result = await runGit(args, { cwd: folder, env: gitEnvironment(environment) });
    return result.exitCode === 0 ? result.stdout.toString("utf8").trim() : "";
  };
  const [branch, tags, commit, remote] = await Promise.all([
    ask("symbolic-ref", "--quiet", "--short", "HEAD"),
    ask("tag", "--points-at", "HEAD"),
    ask("rev-parse", "--verify", "--quiet", "HEAD"),
    ask("config", "--get", "remote.origin.url"),
  ]);
  return { branch, tag: tags.split("\n").at(-1) ?? "", commit, ...parseRemote(remote) };
}

/** `https://HOST/OWNER/NAME.git` and `git@HOST:OWNER/NAME.git`. */
function parseRemote(url: string): Pick<HeadDescription, "domain" | "owner" | "repository"> {
  const found = /^(?:\w+:\/\/)?(?:[^@/]+@)?([^:/]+\.[^:/]+)(?::\d+)?[:/](?:(.*)\/)?([^/]+?)(?:\.git)?\/?$/.exec(url);
  const [, domain = "", owner = "", repository = ""] = found ?? [];
  return { domain, owner, repository };
}
