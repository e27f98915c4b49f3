import { toText } from "../werf/gotemplate/go-string.ts";
import type { OperandNode, PipeNode, StatementNode } from "../werf/gotemplate/node.ts";
import { type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import type { Translator } from "./translator.ts";

/** What gives something else another day, in another environment or commit. */
const dependentFunctions: ReadonlySet<string> = new Set(
  [
    "env now ago date dateInZone dateModify date_in_zone date_modify htmlDate htmlDateInZone unixEpoch uuidv4 shuffle",
    "randAlphaNum randAlpha randAscii randNumeric randInt randBytes genPrivateKey genCA genCAWithKey genSelfSignedCert",
    "genSelfSignedCertWithKey genSignedCert genSignedCertWithKey getHostByName derivePassword htpasswd bcrypt encryptAES",
    "tpl",
  ]
    .join(" ")
    .split(" "),
);

const dependentFields: ReadonlySet<string> = new Set(["Files", "Env", "Commit"]);

/** Whether a pipeline may have another value elsewhere, as far as its text and that of its variables tells. */
export function isDependent(
  pipe: PipeNode,
  statement: StatementNode,
  scope: RenderScope,
  translator: Pick<Translator, "bindingOf">,
): boolean {
  const seen = new Set<PipeNode>();
  const { caller } = templateOf(scope);

  const ofPipe = (node: PipeNode, at: StatementNode): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return node.commands.some((command) => command.args.some((arg) => ofOperand(arg, at)));
  };
  const ofOperand = (node: OperandNode, at: StatementNode): boolean => {
    switch (node.kind) {
      case "identifier":
        return dependentFunctions.has(toText(node.name));
      case "field":
        return node.names.some((name) => dependentFields.has(toText(name))) || ofCaller();
      case "dot":
        return ofCaller();
      case "variable": {
        if (node.fields.some((name) => dependentFields.has(toText(name)))) return true;
        const binding = translator.bindingOf(node.name, at, scope);
        return binding !== undefined && ofPipe(binding, at);
      }
      case "chain":
        return ofOperand(node.operand, at) || node.names.some((name) => dependentFields.has(toText(name)));
      case "pipe":
        return ofPipe(node, at);
      default:
        return false;
    }
  };
  // What a template was called with is judged where it was called.
  const ofCaller = (): boolean => {
    const argument = caller?.node.pipe;
    return (
      argument !== undefined && isDependent(argument, caller?.node ?? statement, caller?.scope ?? scope, translator)
    );
  };
  return ofPipe(pipe, statement);
}
