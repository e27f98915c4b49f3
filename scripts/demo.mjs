// `npm run demo`: from a fresh clone to a real image, and what happens when it is built again.
// Needs Node, npm, git and, where no engine runs yet, Debian or Ubuntu and root. Removes what it made.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "dist", "cli.js");
const example = join(root, "examples", "tiny");
const folder = mkdtempSync(join(tmpdir(), "builder-demo-"));
/** References of all images that the demo made. */
const made = new Set();

// Ctrl-C ends the build that runs; what was made is removed all the same.
process.on("SIGINT", () => {});
await demo().catch((error) => {
  say(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
});

async function demo() {
  try {
    await prepareMachine();
    await prepareRepository();
    await firstBuild();
    await nothingToDo();
    const reference = await oneChangedFile();
    await showContent(reference);
  } finally {
    await removeAll();
  }
  title("That was it. Try it on a project of yours: node dist/cli.js init, and builder --help");
}

async function prepareMachine() {
  title("1. What builder needs is installed, where it is missing");
  if (!existsSync(join(root, "node_modules", ".package-lock.json")))
    await show("npm", ["ci", "--no-audit", "--no-fund"]);
  await show("node", [join(root, "scripts", "build.mjs")]);
  const doctor = spawnSync(process.execPath, [cli, "doctor"], { encoding: "utf8" });
  if (doctor.status === 0) return say("The engine and the toolchain are there.");
  say(doctor.stdout.trimEnd());
  await show("node", [cli, "setup"]);
}

async function prepareRepository() {
  title(`2. A git repository is made from examples/tiny, in ${folder}`);
  cpSync(example, folder, { recursive: true });
  git("init", "--quiet");
  commit("Begin");
  say(git("ls-files"));
  say(`\nbuild.ts:\n${readFileSync(join(folder, "build.ts"), "utf8").trimEnd()}`);
}

async function firstBuild() {
  title("3. builder run: the first time, everything is built");
  tell(await run());
}

async function nothingToDo() {
  title("4. builder run, again: nothing has changed, so nothing is built");
  tell(await run());
}

async function oneChangedFile() {
  const file = fileToChange();
  title(`5. One line is added to ${file} and committed: only a small patch stage is built`);
  appendFileSync(join(folder, file), "One more line.\n");
  commit(`Change ${file}`);
  const report = await run();
  tell(report);
  return report.images.findLast((image) => image.final).reference;
}

/** A file that the example's images hold and that no stage of theirs depends on. */
function fileToChange() {
  const files = git("ls-files").split("\n");
  const isSource = (name) => !/(^|\/)(build\.ts|README\.md|\.gitignore|[^/]*\.json|[^/]*\.(sh|js|ts))$/.test(name);
  return files.find(isSource) ?? files[0];
}

async function showContent(reference) {
  title(`6. What is in the image ${reference}`);
  const { Id: id } = await engine("POST", "/containers/create", { Image: reference, Cmd: ["/none"] });
  try {
    await list(id);
  } finally {
    await engine("DELETE", `/containers/${id}?force=1`);
  }
}

/** The image may hold no shell and no ls: its files are read through the engine. */
async function list(id) {
  // What an engine puts into every container is left out.
  const excludes = [".dockerenv", ".builder", "dev", "etc", "proc", "sys"].map((path) => `--exclude=${path}`);
  const tar = spawn("tar", ["--list", "--verbose", "--anchored", ...excludes], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = new Promise((settle) => tar.on("close", settle));
  const response = await call("GET", `/containers/${id}/export`);
  response.pipe(tar.stdin);
  await ended;
}

async function removeAll() {
  title("7. Everything that the demo made is removed");
  rmSync(folder, { recursive: true, force: true });
  for (const reference of [...made].reverse()) {
    say(reference);
    await engine("DELETE", `/images/${encodeURIComponent(reference)}`).catch((error) => say(error.message));
  }
}

/** The story goes to the terminal, the report comes back. */
async function run() {
  say("$ builder run --json");
  const child = spawn(process.execPath, [cli, "run", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  const code = await new Promise((settle, reject) => child.on("error", reject).on("close", settle));
  const report = code === 0 || text ? JSON.parse(text) : undefined;
  for (const { reference } of (report?.images ?? []).flatMap((image) => image.stages))
    if (reference) made.add(reference);
  if (code !== 0) throw new Error(`builder run ended with ${code}`);
  return report;
}

function tell(report) {
  for (const image of report.images) {
    for (const stage of image.stages) {
      const why =
        stage.action === "build" ? `built in ${(stage.durationMs / 1000).toFixed(1)} s: ${stage.reason}` : "reused";
      say(`  ${image.name}/${stage.name}: ${why}`);
    }
  }
  say(`  all in all ${(report.durationMs / 1000).toFixed(2)} s`);
}

function commit(message) {
  git("add", "--all");
  git("-c", "user.name=demo", "-c", "user.email=demo@example.com", "commit", "--quiet", "--message", message);
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

async function show(command, args) {
  say(`$ ${[command, ...args].join(" ").replaceAll(`${root}/`, "")}`);
  const child = spawn(command === "node" ? process.execPath : command, args, { cwd: root, stdio: "inherit" });
  const code = await new Promise((settle, reject) => child.on("error", reject).on("close", settle));
  if (code !== 0) process.exit(code ?? 1);
}

async function engine(method, path, body) {
  const response = await call(method, path, body);
  let text = "";
  for await (const chunk of response) text += chunk;
  return text === "" ? undefined : JSON.parse(text);
}

function call(method, path, body) {
  const socketPath = process.env.DOCKER_HOST?.replace(/^unix:\/\//, "") || "/var/run/docker.sock";
  const headers = { host: "docker", "content-type": "application/json" };
  return new Promise((settle, reject) => {
    const outgoing = request({ socketPath, method, path, headers }, async (response) => {
      if (response.statusCode < 400) return settle(response);
      let text = "";
      for await (const chunk of response) text += chunk;
      reject(new Error(`${method} ${path}: ${text.trim()}`));
    });
    outgoing.on("error", reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function title(text) {
  say(`\n=== ${text}\n`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
