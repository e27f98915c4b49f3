import { expect, test } from "vitest";
import { parseChallenges } from "../../../../runtime/storage/registry/auth/challenge.ts";

test.each([
  ['Basic realm="x"', [{ scheme: "basic" }]],
  ["basic", [{ scheme: "basic" }]],
  [
    'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push repository:c:pull"',
    [
      {
        scheme: "bearer",
        realm: "https://auth.example.com/token",
        service: "registry",
        scopes: ["repository:a/b:pull,push", "repository:c:pull"],
      },
    ],
  ],
  [
    'BEARER Realm=https://x/t , service="a \\"b\\""',
    [{ scheme: "bearer", realm: "https://x/t", service: 'a "b"', scopes: [] }],
  ],
  [
    'Negotiate, Bearer realm="https://x", Basic realm="y"',
    [{ scheme: "bearer", realm: "https://x", scopes: [] }, { scheme: "basic" }],
  ],
  ['Bearer service="no realm"', []],
  ["", []],
])("%s is read", (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});
