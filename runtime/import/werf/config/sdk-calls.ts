/** What directives become in a build.ts; of a path that is not there, what its beginning becomes. */
const calls: Readonly<Record<string, string>> = {
  configVersion: "is not needed",
  project: "project(name)",
  gitWorktree: "project(name, { allowUnshallow })",
  cleanup: "project(name, { cleanup })",
  "build.cacheVersion": ".imageCacheVersion() of each image",
  "build.platform": ".platform() of each image",
  "build.imageSpec": ".imageSpec() of each image that is a result",
  image: "image(name) or dockerfile(name)",
  artifact: "artifact(name)",
  from: ".from(reference or image)",
  fromImage: ".from(image)",
  fromArtifact: ".from(artifact)",
  fromLatest: ".fromLatest()",
  fromCacheVersion: ".fromCacheVersion()",
  cacheVersion: ".imageCacheVersion(), or cacheVersion of dockerfile()",
  final: ".final()",
  disableGitAfterPatch: ".disableGitAfterPatch()",
  platform: ".platform()",
  network: ".network()",
  git: ".git()",
  shell: ".beforeInstall(), .install(), .beforeSetup(), .setup()",
  "shell.cacheVersion": ".cacheVersion(version)",
  "shell.beforeInstallCacheVersion": ".cacheVersion({ beforeInstall })",
  "shell.installCacheVersion": ".cacheVersion({ install })",
  "shell.beforeSetupCacheVersion": ".cacheVersion({ beforeSetup })",
  "shell.setupCacheVersion": ".cacheVersion({ setup })",
  ansible: ".ansible()",
  mount: ".mount()",
  import: ".import()",
  dependencies: ".dependencies()",
  docker: ".docker()",
  secrets: ".secret()",
  imageSpec: ".imageSpec()",
  dockerfile: "dockerfile(name, { dockerfile })",
  context: "dockerfile(name, { context })",
  contextAddFile: "dockerfile(name, { contextAddFiles })",
  contextAddFiles: "dockerfile(name, { contextAddFiles })",
  target: "dockerfile(name, { target })",
  args: "dockerfile(name, { args })",
  addHost: "dockerfile(name, { addHost })",
  ssh: "dockerfile(name, { ssh })",
};

/** What a directive becomes, for the report. */
export function sdkCallFor(path: string): string {
  for (let part = path; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const call = calls[part];
    if (call !== undefined) return call;
  }
  return "its place in build.ts";
}
