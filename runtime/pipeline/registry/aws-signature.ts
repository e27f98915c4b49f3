import { createHash, createHmac } from "node:crypto";

export interface UnsignedRequest {
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly service: string;
  readonly time: Date;
}

/** The headers of a POST request with Amazon's signature, version 4. */
export function signRequest(
  { url, headers, body, service, time }: UnsignedRequest,
  { accessKey, secretKey, region }: { readonly accessKey: string; readonly secretKey: string; readonly region: string },
): Readonly<Record<string, string>> {
  const stamp = time.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = stamp.slice(0, 8);
  const all: Readonly<Record<string, string>> = { ...headers, host: url.host, "x-amz-date": stamp };
  const names = Object.keys(all).sort();
  const request = [
    "POST",
    url.pathname,
    "",
    ...names.map((name) => `${name}:${all[name]?.trim()}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", stamp, scope, sha256(request)].join("\n")).toString("hex");
  const credential = `Credential=${accessKey}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const { host: _host, ...sent } = all;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 ${credential}` };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
