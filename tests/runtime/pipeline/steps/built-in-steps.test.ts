import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { builtInFolder, builtInNames } from "../../../../runtime/pipeline/steps/built-in-folder.ts";
import { findManifest } from "../../../../runtime/pipeline/steps/manifest.ts";
import { readFolder } from "../../../../runtime/pipeline/steps/read-folder.ts";

const root = join(import.meta.dirname, "../../../..");

/** The interface BuiltInSteps: names of properties by step, with a `?` after those that may be left out. */
function typedSteps(): Readonly<Record<string, readonly string[]>> {
  const path = join(root, "sdk/built-in-steps.ts");
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const steps = source.statements.find(ts.isInterfaceDeclaration)?.members.filter(ts.isPropertySignature) ?? [];
  return Object.fromEntries(
    steps.map(({ name, type }) => {
      const members = type !== undefined && ts.isTypeLiteralNode(type) ? type.members : [];
      const names = members.map((member) => `${nameOf(member.name)}${member.questionToken === undefined ? "" : "?"}`);
      return [nameOf(name), names.sort()];
    }),
  );
}

function nameOf(name: ts.PropertyName | undefined): string {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : "";
}

it("the steps that come with builder are typed as their manifests say", async () => {
  const manifests = await Promise.all(
    builtInNames().map(async (name) => {
      const { properties } = findManifest(await readFolder(builtInFolder(name) ?? ""));
      return [name, properties.map((property) => `${property.name}${property.required ? "" : "?"}`).sort()] as const;
    }),
  );
  expect(manifests.length).toBeGreaterThanOrEqual(16);
  expect(typedSteps()).toEqual(Object.fromEntries(manifests));
});

it("all of them are in the package", () => {
  const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(files).toContain("built-in-steps");
});
