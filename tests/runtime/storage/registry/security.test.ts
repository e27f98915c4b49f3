import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRegistryClient } from "../../../../runtime/storage/registry/create-registry-client.ts";
import { createSecurity, endpointOf } from "../../../../runtime/storage/registry/endpoint.ts";
import { resolveLocation } from "../../../../runtime/storage/registry/http/location.ts";
import { startRegistry, type TestRegistry } from "../../../support/registry.ts";
import { createCertificate } from "./support/certificate.ts";
import { failureOf, newRepository, pushImage } from "./support/sample-image.ts";

const { signal } = new AbortController();

describe("a registry over TLS with a certificate of its own", () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    const { certificatePem, keyPem } = createCertificate();
    registry = await startRegistry({ tls: { certificate: certificatePem, key: keyPem } });
  });
  afterAll(() => registry?.stop());

  test("is not trusted unless that was asked for", async () => {
    const client = createRegistryClient({ security: { [registry.host]: "tls" } });
    await expect(client.tags(newRepository(registry.host), signal)).rejects.toMatchObject({
      code: "REGISTRY.CERTIFICATE",
      message: expect.stringContaining(`the certificate of ${registry.host} is not trusted`),
    });
    client.close();
  });

  test("is used where that was asked for", async () => {
    const client = createRegistryClient({ security: { [registry.host]: "tls-unverified" } });
    const repository = newRepository(registry.host);
    const pushed = await pushImage(client, repository, ["one"]);
    expect(await client.manifests.get(repository, "one", signal)).toEqual(pushed);
    client.close();
  });
});

describe("a registry over plain http", () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(() => registry?.stop());

  test("is not spoken to where TLS is wanted", async () => {
    const client = createRegistryClient({ security: { [registry.host]: "tls" } });
    expect(await failureOf(client.tags(newRepository(registry.host), signal))).toBe("REGISTRY.NO_TLS");
    client.close();
  });
});

test.each([
  ["docker.io", "https://registry-1.docker.io/v2/"],
  ["example.com:5000", "https://example.com:5000/v2/"],
  ["localhost:5000", "http://localhost:5000/v2/"],
  ["127.1.2.3", "http://127.1.2.3/v2/"],
  ["[::1]:5000", "http://[::1]:5000/v2/"],
  ["localhost.example.com", "https://localhost.example.com/v2/"],
  ["127.0.0.1.example.com", "https://127.0.0.1.example.com/v2/"],
  ["10.0.0.1:5000", "https://10.0.0.1:5000/v2/"],
  ["plain.example.com", "http://plain.example.com/v2/"],
  ["plain.example.com:80", "http://plain.example.com/v2/"],
  ["unverified.example.com", "https://unverified.example.com/v2/"],
])("%s is spoken to at %s", (registry, url) => {
  const security = { "Plain.example.com": "plain", "unverified.example.com": "tls-unverified" } as const;
  expect(endpointOf(registry, createSecurity(security)).href).toBe(url);
});

test.each([
  ["/v2/x", "https://r.example.com/v2/x"],
  ["http://r.example.com/v2/x", "https://r.example.com/v2/x"],
  ["https://user:pw@blobs.example.com/x?sig=1", "https://blobs.example.com/x?sig=1"],
  ["http://blobs.example.com/x", "http://blobs.example.com/x"],
  ["file:///etc/passwd", undefined],
  ["http://", undefined],
])("the location %s leads to %s", (location, url) => {
  expect(resolveLocation(location, new URL("https://r.example.com/v2/"))?.href).toBe(url);
});
