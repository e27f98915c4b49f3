import type { Origin } from "../../../sdk/errors/origin.ts";
import type { Placed } from "./fields.ts";

/** What a wercker.yml says, as wercker itself understood it. */
export interface WerckerFile {
  readonly box?: WerckerBox;
  readonly services?: readonly WerckerBox[];
  /** Minutes. */
  readonly commandTimeout?: Placed<number>;
  /** Minutes. */
  readonly noResponseTimeout?: Placed<number>;
  readonly sourceDir?: Placed<string>;
  readonly ignoreFile?: Placed<string>;
  readonly workflows: readonly WerckerWorkflow[];
  readonly pipelines: readonly WerckerPipeline[];
}

/** Texts of a box that have no meaning of their own here; the names are those of the file. */
export const boxTextNames = [
  "name",
  "tag",
  "cmd",
  "entrypoint",
  "volumes",
  "url",
  "username",
  "password",
  "registry",
  "aws-registry-id",
  "aws-region",
  "aws-access-key",
  "aws-secret-key",
  "azure-login-server",
  "azure-registry-name",
  "azure-client-id",
  "azure-client-secret",
  "azure-subscription-id",
  "azure-tenant-id",
  "azure-resource-group",
] as const;

export type BoxTextName = (typeof boxTextNames)[number];

/** A box or a service. */
export interface WerckerBox {
  readonly id: string;
  readonly texts: Readonly<Partial<Record<BoxTextName, Placed<string>>>>;
  readonly env: ReadonlyMap<string, Placed<string>>;
  readonly ports: readonly Placed<string>[];
  readonly awsStrictAuth?: boolean;
  readonly origin: Origin;
}

/** One of the steps of a pipeline, in whichever of the four spellings it was written. */
export interface WerckerStep {
  /** Without its address. */
  readonly id: string;
  /** Of `id "address"`. */
  readonly url?: string;
  readonly name?: string;
  readonly cwd?: Placed<string>;
  readonly checkpoint?: Placed<string>;
  /** In the order of the file. */
  readonly data: ReadonlyMap<string, Placed<string>>;
  readonly origin: Origin;
}

/** A pipeline. */
export interface WerckerPipeline {
  readonly name: string;
  readonly box?: WerckerBox;
  /** Absent: those of the file. */
  readonly services?: readonly WerckerBox[];
  readonly steps: readonly WerckerStep[];
  readonly afterSteps: readonly WerckerStep[];
  readonly targets: ReadonlyMap<string, readonly WerckerStep[]>;
  readonly basePath?: Placed<string>;
  readonly docker: boolean;
  /** Only there so that others can take things from it: the value of an anchor. */
  readonly isHelper: boolean;
  /** Of its name. */
  readonly origin: Origin;
}

/** Pipelines one after the other. */
export interface WerckerWorkflow {
  readonly name: string;
  readonly runs: readonly WerckerRun[];
  readonly origin: Origin;
}

/** One run of a pipeline in a workflow. */
export interface WerckerRun {
  readonly name: string;
  readonly pipeline: string;
  readonly requires: readonly string[];
  readonly artifactPipeline?: string;
  readonly envFile?: string;
  readonly origin: Origin;
}
