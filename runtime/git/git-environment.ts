/**
 * What would point git at another repository (all are set while a git hook or `git rebase --exec` runs) or change
 * how it reads paths and prints differences. Configuration and credentials (GIT_CONFIG_*, GIT_SSH_COMMAND) stay.
 */
const removedVariables = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
  "GIT_GRAFT_FILE",
  "GIT_REPLACE_REF_BASE",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
  "GIT_EXTERNAL_DIFF",
  "GIT_DIFF_OPTS",
];

/** The environment in which builder runs git: nothing inherited by accident, no lock, no question, no translation. */
export function gitEnvironment(base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment = { ...base };
  for (const name of removedVariables) delete environment[name];
  return {
    ...environment,
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // A commit id must stand for one content: refs/replace would change it behind the id.
    GIT_NO_REPLACE_OBJECTS: "1",
    LC_ALL: "C",
  };
}
