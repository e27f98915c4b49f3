import { signRequest } from "./aws-signature.ts";
import type { LoginOptions } from "./registry-login.ts";

export interface EcrKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  /** Number of the account. */
  readonly registryId: string;
}

/** The password that a registry of Amazon's takes for the next hours, for the user `AWS`. Throws with what Amazon said. */
export async function ecrPassword(keys: EcrKeys, { environment, signal }: LoginOptions): Promise<string> {
  const { region, registryId } = keys;
  // The variable that Amazon's own tools know.
  const url = new URL(environment.AWS_ENDPOINT_URL_ECR || `https://api.ecr.${region}.amazonaws.com/`);
  const body = JSON.stringify({ registryIds: [registryId] });
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
  };
  const signed = signRequest({ url, headers, body, service: "ecr", time: new Date() }, keys);
  const response = await fetch(url, { method: "POST", headers: signed, body, signal });
  const answer: unknown = await response.json().catch(() => undefined);
  const [data]: readonly unknown[] = listAt(answer, "authorizationData");
  const token = textAt(data, "authorizationToken");
  if (!response.ok || token === undefined) {
    throw new Error(
      textAt(answer, "message") ?? textAt(answer, "Message") ?? `it answered with status ${response.status}`,
    );
  }
  return Buffer.from(token, "base64").toString().replace(/^AWS:/, "");
}

function valueAt(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textAt(value: unknown, name: string): string | undefined {
  const found = valueAt(value, name);
  return typeof found === "string" ? found : undefined;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const found = valueAt(value, name);
  return Array.isArray(found) ? found : [];
}
