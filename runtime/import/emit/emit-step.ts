import { type PropertyKind, propertiesOf } from "../../../sdk/model/internal-steps.ts";
import { shortStepName } from "../../../sdk/model/short-step-name.ts";
import type { ExternalStepNode, InternalStepNode, PropertyNode, StepNode } from "../../../sdk/model/step-node.ts";
import { type Code, call, literal, member, name, record } from "./code.ts";
import { type EmitContext, optionalText, texts } from "./emit-context.ts";
import { emitPorts } from "./emit-docker-instructions.ts";
import { emitText, emitTexts } from "./emit-text.ts";

/** `script("unit", "npm test")`, `step("npm-install")` or `internal.dockerPush({ … })` */
export function emitStep(step: StepNode, context: EmitContext): Code {
  switch (step.kind) {
    case "script-step":
      return call(
        "script",
        context.text(step.name),
        context.text(step.code),
        ...options({ cwd: optionalText(step.cwd, context), checkpoint: optionalText(step.checkpoint, context) }),
      );
    case "external-step":
      return emitExternal(step, context);
    case "internal-step":
      return emitInternal(step, context);
  }
}

function options(members: Readonly<Record<string, Code | undefined>>): readonly Code[] {
  const given = record(members);
  return given.members.length === 0 ? [] : [given];
}

function emitExternal(step: ExternalStepNode, context: EmitContext): Code {
  const properties = emitTexts(step.properties, context);
  const more = options({
    name: step.name === (step.as ?? shortStepName(step.reference)) ? undefined : context.text(step.name),
    as: optionalText(step.as, context),
    cwd: optionalText(step.cwd, context),
    checkpoint: optionalText(step.checkpoint, context),
  });
  const hasProperties = properties.members.length > 0 || more.length > 0;
  return call("step", context.text(step.reference), ...(hasProperties ? [properties] : []), ...more);
}

function emitInternal(step: InternalStepNode, context: EmitContext): Code {
  const method = step.step.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
  const kinds = propertiesOf(step.step);
  const properties = Object.entries(kinds).map(([property, kind]): [string, Code | undefined] => {
    const value = step.properties[property];
    return [property, value === undefined ? undefined : emitProperty(value, kind, context)];
  });
  const more = options({
    name: step.name === step.step.replaceAll("-", " ") ? undefined : context.text(step.name),
    checkpoint: optionalText(step.checkpoint, context),
  });
  const given = record(Object.fromEntries(properties));
  const args = given.members.length === 0 && more.length === 0 ? [] : [given, ...more];
  return call(member(name("internal"), method), ...args);
}

function emitProperty(value: PropertyNode, kind: PropertyKind, context: EmitContext): Code {
  if (typeof value === "boolean") return literal(value);
  if (typeof value === "string") return context.text(value);
  if (isList(value))
    return kind === "list" ? (emitPorts(value, context) ?? texts(value, context)) : texts(value, context);
  switch (value.kind) {
    case "secret":
      return emitText(value, context);
    case "record":
      return emitTexts(value.entries, context);
    case "registry-auths":
      return record(
        Object.fromEntries(
          Object.entries(value.registries).map(([registry, { username, password }]) => [
            registry,
            record({ username: emitText(username, context), password: emitText(password, context) }),
          ]),
        ),
      );
  }
}

function isList(value: PropertyNode): value is readonly string[] {
  return Array.isArray(value);
}
