import { createDockerfileNode, type DockerfileNode } from "../../sdk/model/dockerfile-node.ts";

/** An image of the Dockerfile in the folder of build.ts. */
export function dockerfileNode(some: Partial<DockerfileNode> = {}): DockerfileNode {
  return createDockerfileNode({
    name: "app",
    final: true,
    context: ".",
    dockerfile: "Dockerfile",
    args: {},
    addHost: [],
    contextAddFiles: [],
    dependencies: [],
    secrets: [],
    ...some,
  });
}
