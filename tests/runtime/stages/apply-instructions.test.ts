import { expect, test } from "vitest";
import type { ImageConfig } from "../../../runtime/engine/engine.ts";
import { applyInstructions } from "../../../runtime/stages/apply-instructions.ts";
import type { DockerInstructionsNode } from "../../../sdk/model/docker-instructions-node.ts";
import { instructionsNode } from "../../support/image-node.ts";

const inherited: ImageConfig = {
  env: { PATH: "/bin", LANG: "C" },
  labels: { a: "1" },
  cmd: ["base-cmd"],
  entrypoint: ["base-entrypoint"],
  workdir: "/srv",
  user: "node",
  volumes: ["/data"],
  exposedPorts: ["80/tcp"],
  healthcheck: { test: ["CMD", "true"] },
  stopSignal: "SIGINT",
  onBuild: ["RUN x"],
};

function apply(some: Partial<DockerInstructionsNode>, cmdResetsEntrypoint = true, config = inherited): ImageConfig {
  return applyInstructions(config, instructionsNode(some), cmdResetsEntrypoint);
}

test("what is not given stays", () => {
  expect(apply({})).toEqual(inherited);
});

test("CMD given alone resets the ENTRYPOINT of the base, but not for werf's code", () => {
  expect(apply({ cmd: ["a", "b"] })).toEqual({ ...inherited, cmd: ["a", "b"], entrypoint: [] });
  expect(apply({ cmd: ["a", "b"] }, false)).toEqual({ ...inherited, cmd: ["a", "b"] });
});

test("ENTRYPOINT given alone resets the CMD of the base", () => {
  for (const rule of [true, false]) {
    expect(apply({ entrypoint: ["a"] }, rule)).toEqual({ ...inherited, entrypoint: ["a"], cmd: [] });
  }
});

test("a command that is a string goes through a shell, the image's own where it has one", () => {
  expect(apply({ cmd: "a b", entrypoint: ["c"] })).toMatchObject({ cmd: ["/bin/sh", "-c", "a b"], entrypoint: ["c"] });
  const config = { ...inherited, shell: ["/bin/bash", "-c"] };
  expect(apply({ entrypoint: "a b" }, true, config).entrypoint).toEqual(["/bin/bash", "-c", "a b"]);
});

test("variables, volumes and ports are added", () => {
  const config = apply({
    env: { LANG: "de", A: "$PATH b" },
    volume: ["/data", "/logs"],
    expose: ["8080", "53/UDP", "80"],
  });
  expect(config).toEqual({
    ...inherited,
    env: { PATH: "/bin", LANG: "de", A: "$PATH b" },
    volumes: ["/data", "/logs"],
    exposedPorts: ["80/tcp", "8080/tcp", "53/udp"],
  });
});

test("a range of ports becomes its ports", () => {
  expect(apply({ expose: ["8000-8002/udp"] }).exposedPorts).toEqual(["80/tcp", "8000/udp", "8001/udp", "8002/udp"]);
});

test("a relative WORKDIR starts at the inherited one", () => {
  const workdirs = ["app", "../app", "/app/", "/"].map((workdir) => apply({ workdir }).workdir);
  expect(workdirs).toEqual(["/srv/app", "/app", "/app", "/"]);
  expect(apply({ workdir: "app" }, true, { ...inherited, workdir: "" }).workdir).toBe("/app");
});

test("a HEALTHCHECK is read as in a Dockerfile", () => {
  const read = (healthcheck: string) => apply({ healthcheck }).healthcheck;
  expect(read("NONE")).toEqual({ test: ["NONE"] });
  expect(read("CMD curl -f http://localhost/ || exit 1")).toEqual({
    test: ["CMD-SHELL", "curl -f http://localhost/ || exit 1"],
  });
  expect(read('cmd ["curl", "-f"]')).toEqual({ test: ["CMD", "curl", "-f"] });
  expect(read("--interval=1m30s --timeout=500ms  --start-period=1.5s --retries=3 CMD true")).toEqual({
    test: ["CMD-SHELL", "true"],
    intervalNs: 90e9,
    timeoutNs: 500e6,
    startPeriodNs: 1.5e9,
    retries: 3,
  });
});

test("what cannot be read is an error that shows the place", () => {
  const origin = { file: "build.ts", line: 3, column: 5 };
  const malformed: readonly Partial<DockerInstructionsNode>[] = [
    ...["", "0", "65536", "8080/icmp", "90-80", "http"].map((port) => ({ expose: [port] })),
    ...["", "CMD", "curl", "--interval=x CMD a", "--interval=3 CMD a", "--often=1s CMD a", "--retries=1s CMD a"].map(
      (healthcheck) => ({ healthcheck }),
    ),
  ];
  for (const some of malformed) {
    expect(() => apply({ ...some, origin })).toThrow(
      expect.objectContaining({ code: "GRAPH.INVALID_INSTRUCTION", where: [origin] }),
    );
  }
});
