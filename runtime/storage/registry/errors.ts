import { BuilderError } from "../../../sdk/errors/builder-error.ts";

/** What the registry itself said about a refusal, free of secrets; undefined where it said nothing. */
export type ServerText = string | undefined;

export function badReference(text: string, why: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.BAD_REFERENCE",
    message: `"${text}" is not the name of an image`,
    why,
    next: ["write it as HOST/PATH:TAG, for example registry.example.com/team/app:1.0"],
  });
}

export function unreachable(host: string, purpose: string, why: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "REGISTRY.UNREACHABLE",
    message: `cannot ${purpose}: no answer from ${host}`,
    why,
    next: [`check the name of the registry and that ${host} can be reached from this machine`],
    cause,
  });
}

export function untrustedCertificate(host: string, purpose: string, why: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "REGISTRY.CERTIFICATE",
    message: `cannot ${purpose}: the certificate of ${host} is not trusted`,
    why,
    next: [
      "name the file of its certificate authority in NODE_EXTRA_CA_CERTS",
      `or allow ${host} without a check of its certificate`,
    ],
    cause,
  });
}

export function noTls(host: string, purpose: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "REGISTRY.NO_TLS",
    message: `cannot ${purpose}: ${host} does not speak TLS`,
    why: "registries are spoken to over https unless they are on this machine",
    next: [`allow plain http for ${host} if you trust the network between`],
    cause,
  });
}

export function plainHttpRefused(host: string, purpose: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.INSECURE",
    message: `will not ${purpose}: ${host} would be spoken to over plain http`,
    why: "plain http is used only for this machine and for hosts that were allowed by name",
    next: [`allow plain http for ${host} if you trust the network between`],
  });
}

export function unauthorized(
  registry: string,
  purpose: string,
  hadCredentials: boolean,
  text: ServerText,
): BuilderError {
  return new BuilderError({
    code: "REGISTRY.UNAUTHORIZED",
    message: `cannot ${purpose}: ${registry} asks who you are`,
    why: withText(
      hadCredentials ? "it does not accept the credentials that are stored for it" : "no credentials are stored for it",
      text,
    ),
    next: [`docker login ${registry}`],
  });
}

export function denied(registry: string, purpose: string, text: ServerText): BuilderError {
  return new BuilderError({
    code: "REGISTRY.DENIED",
    message: `cannot ${purpose}: ${registry} does not allow it`,
    why: withText("the account lacks the right", text),
    next: ["check the rights of the account in the registry", `docker login ${registry} with another account`],
  });
}

export function notThere(registry: string, purpose: string, text: ServerText): BuilderError {
  return new BuilderError({
    code: "REGISTRY.NOT_FOUND",
    message: `cannot ${purpose}: ${registry} does not have it`,
    why: text,
    next: ["check the name; if the image is listed, the registry has lost a part of it: push it again"],
  });
}

export function busy(registry: string, purpose: string, status: number, text: ServerText): BuilderError {
  return new BuilderError({
    code: "REGISTRY.BUSY",
    message: `cannot ${purpose}: ${registry} has no capacity now (${status})`,
    why: withText(status === 429 ? "too many requests were made" : "the service is not available", text),
    next: [
      "try again later",
      ...(status === 429 ? [`docker login ${registry}, where accounts have higher limits`] : []),
    ],
  });
}

export function refused(registry: string, purpose: string, status: number, text: ServerText): BuilderError {
  return new BuilderError({
    code: status >= 500 ? "REGISTRY.FAILED" : "REGISTRY.REFUSED",
    message: `cannot ${purpose}: ${registry} answered ${status}`,
    why: text,
    next: [
      status >= 500 ? "try again; the log of the registry says more" : "check that the registry supports this request",
    ],
  });
}

export function deleteDisabled(registry: string, purpose: string, text: ServerText): BuilderError {
  return new BuilderError({
    code: "REGISTRY.DELETE_DISABLED",
    message: `cannot ${purpose}: ${registry} does not delete`,
    why: withText("deleting is switched off there, or not by tag", text),
    next: ["switch it on (storage.delete.enabled in Docker's registry), or delete by digest"],
  });
}

export function digestMismatch(what: string, expected: string, actual: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.DIGEST_MISMATCH",
    message: `${what} is damaged`,
    why: `expected ${expected}, got ${actual}`,
    next: ["try again; if it stays, the registry holds damaged content: push it again"],
  });
}

export function unexpectedAnswer(registry: string, purpose: string, why: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.PROTOCOL",
    message: `cannot ${purpose}: ${registry} does not answer like a registry`,
    why,
    next: ["check the address: is it a registry, and is there a proxy between?"],
  });
}

export function unsupportedManifest(registry: string, purpose: string, mediaType: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.UNSUPPORTED_MANIFEST",
    message: `cannot ${purpose}: ${registry} has it as ${mediaType}`,
    why: "only OCI images and indexes and Docker's schema 2 are read",
    next: ["push the image again with a tool of today"],
  });
}

export function sourceChanged(purpose: string, expectedBytes: number, actualBytes: number): BuilderError {
  return new BuilderError({
    code: "REGISTRY.SOURCE_CHANGED",
    message: `cannot ${purpose}: the content changed while it was read`,
    why: `${expectedBytes} bytes were announced, ${actualBytes} were there`,
    next: ["try again"],
  });
}

export function badCustomTag(template: string, why: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.CUSTOM_TAG",
    message: `"${template}" cannot be used as a custom tag`,
    why,
    next: ["put %image_slug% into it, for example --add-custom-tag %image_slug%-latest"],
  });
}

export function badDockerConfig(file: string, why: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "REGISTRY.DOCKER_CONFIG",
    message: `cannot read ${file}`,
    why,
    next: [`correct the file, or move it away and run docker login`],
    cause,
  });
}

export function credentialHelperFailed(program: string, registry: string, why: string): BuilderError {
  return new BuilderError({
    code: "REGISTRY.CREDENTIAL_HELPER",
    message: `cannot get the credentials of ${registry} from ${program}`,
    why,
    next: [`install ${program} or take it out of Docker's config.json`, `docker login ${registry}`],
  });
}

function withText(why: string, text: ServerText): string {
  return text === undefined ? why : `${why}; it says: ${text}`;
}
