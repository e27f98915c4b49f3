import { describe, expect, it } from "vitest";
import { resolvePushRepository } from "../../../../runtime/pipeline/registry/push-repository.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";

interface Vector {
  readonly RegistryProp: string | null;
  readonly Repository: string;
  readonly Error: string;
  readonly FinalRepository: string;
  readonly Messages: readonly string[] | null;
}

const vectors = readSharedVectors<readonly Vector[]>("wercker/registry.json") ?? [];

describe("the place that an image is pushed to", () => {
  it.each([
    [undefined, "user/app", "docker.io/user/app"],
    [undefined, "app", "docker.io/library/app"],
    [undefined, "Quay.io/Team/App:1", "quay.io/team/app"],
    [undefined, "localhost:5000/app", "localhost:5000/app"],
    ["https://registry.example.com/v2", "team/app", "registry.example.com/team/app"],
    // wercker took the host for the scheme, and crashed.
    ["localhost:5000", "app", "localhost:5000/app"],
    ["", "user/app", "docker.io/user/app"],
  ])("of the registry %j and the repository %s is %s", (registry, repository, name) => {
    expect(resolvePushRepository(registry, repository).name).toBe(name);
  });

  it("is that of the repository where both name a host, and that is told", () => {
    expect(resolvePushRepository("https://quay.io/v2", "gcr.io/p/app")).toEqual({
      name: "gcr.io/p/app",
      messages: ["Using the registry of the repository, gcr.io, and not quay.io"],
    });
  });

  it.each(["", "u//app", "https://quay.io/u/app", "UPPER_/x y"])("cannot be %j", (repository) => {
    expect(() => resolvePushRepository(undefined, repository)).toThrow(/not specified|is not a valid repository/);
  });

  it.each(vectors.filter(({ FinalRepository }) => !FinalRepository.startsWith("PANIC")))(
    "is what the original program makes of $RegistryProp and $Repository",
    ({ RegistryProp, Repository, Error: error, FinalRepository, Messages }) => {
      const resolve = () => resolvePushRepository(RegistryProp ?? undefined, Repository);
      if (error !== "") expect(resolve).toThrow(error);
      else expect(resolve()).toEqual({ name: FinalRepository, messages: Messages ?? [] });
    },
  );
});
