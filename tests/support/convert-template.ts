import { expect } from "vitest";
import { convertFile } from "../../runtime/import/convert-file.ts";
import { sdkEntry } from "../../runtime/sdk-entry.ts";
import { werfSource } from "./import-source.ts";

const meta = "project: shop\nconfigVersion: 1\n---\n";

/** The statements of the build.ts, without its imports and the project, which has no options but those of `projectOptions`. */
export async function convertTemplate(
  text: string,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
  projectOptions = "",
) {
  const source = werfSource({ "werf.yaml": `${meta}${text}`, ...files }, { env });
  const { signal } = new AbortController();
  const conversion = await convertFile(source, { isVerified: true, sdkUrl: sdkEntry(), signal });
  const [head = "", ...statements] = conversion.source.split("\n\n");
  expect(statements.pop()).toBe(`export default project("shop", { digests: "werf-1.2"${projectOptions} });\n`);
  const notes = conversion.report
    .filter(({ kind }) => kind !== "translated")
    .map(({ kind, what, where: [origin] }) => `${kind} ${what} ${origin?.file}:${origin?.line}`);
  return {
    source: conversion.source,
    head,
    code: statements.join("\n\n"),
    notes,
    environmentCount: conversion.environmentCount,
  };
}
