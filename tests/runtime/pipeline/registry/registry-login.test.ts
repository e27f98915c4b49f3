import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signRequest } from "../../../../runtime/pipeline/registry/aws-signature.ts";
import { registryHost, registryLogin } from "../../../../runtime/pipeline/registry/registry-login.ts";

const keys = { awsAccessKey: "AKID", awsSecretKey: "secret", awsRegion: "eu-west-1", awsRegistryId: "123456789012" };
const signal = new AbortController().signal;
const asked: { headers: Record<string, unknown>; body: string }[] = [];
let status = 200;

/** Answers as Amazon's service does. */
const amazon = createServer(async (request, response) => {
  const body = (await request.toArray()).map(String).join("");
  asked.push({ headers: request.headers, body });
  const token = Buffer.from("AWS:the-pass:word").toString("base64");
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(
    JSON.stringify(
      status === 200
        ? { authorizationData: [{ authorizationToken: token }] }
        : { __type: "UnrecognizedClientException", message: "The security token is invalid." },
    ),
  );
});
let environment = {};

beforeAll(async () => {
  await new Promise<void>((resolve) => amazon.listen(0, "127.0.0.1", resolve));
  const address = amazon.address();
  environment = { AWS_ENDPOINT_URL_ECR: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/` };
});
afterAll(() => new Promise((resolve) => amazon.close(resolve)));

describe("a login", () => {
  it("to Amazon's registry is fetched with the account's keys", async () => {
    const given = { ...keys, username: "other", password: "other" };
    expect(registryHost(given)).toBe("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    const login = await registryLogin(given, { environment, signal });
    expect(login).toEqual({ kind: "password", username: "AWS", password: "the-pass:word" });
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ registryIds: ["123456789012"] });
    expect(asked[0]?.headers).toMatchObject({
      "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/ecr\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
      ),
    });
  });

  it("that Amazon refuses says why", async () => {
    status = 400;
    await expect(registryLogin(keys, { environment, signal })).rejects.toThrow("The security token is invalid.");
  });

  it("to Azure's registry is the service principal's", async () => {
    const azure = { azureClientId: "id", azureClientSecret: "secret", azureLoginServer: "https://shop.azurecr.io/" };
    expect(registryHost(azure)).toBe("shop.azurecr.io");
    const login = await registryLogin(azure, { environment, signal });
    expect(login).toEqual({ kind: "password", username: "id", password: "secret" });
  });

  it("elsewhere is a name and a password, or what docker has stored", async () => {
    const login = await registryLogin({ username: "ann", password: "p" }, { environment, signal });
    expect(login).toEqual({ kind: "password", username: "ann", password: "p" });
    expect(await registryLogin({ ...keys, awsRegion: "" }, { environment, signal })).toBeUndefined();
    expect(registryHost({ ...keys, awsRegion: "" })).toBeUndefined();
  });
});

it("requests are signed by Amazon's rules: version 4, with the keys of a day, a region and a service", () => {
  const request = { url: new URL("https://example.amazonaws.com/"), headers: {}, body: "", service: "service" };
  const credentials = {
    accessKey: "AKIDEXAMPLE",
    secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region: "us-east-1",
  };
  // "post-vanilla" of the test suite that Amazon publishes for the signature.
  expect(signRequest({ ...request, time: new Date("2015-08-30T12:36:00Z") }, credentials).authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  );
});
