import { describe, expect, test } from "vitest";
import { buildReport, buildReportFormat } from "../../../runtime/report/build-report.ts";
import type { ImageResult, RunReport } from "../../../runtime/report/events.ts";
import { digestOf } from "./digest-of.ts";

const stageId = `${digestOf("a")}-1700000000123`;
const image: ImageResult = {
  name: "web/shop-api.v2",
  final: true,
  artifact: false,
  kind: "dockerfile",
  platform: "linux/amd64",
  action: "build",
  digest: digestOf("a"),
  reference: `registry.example.com:5000/shop:${stageId}`,
  durationMs: 12_345,
  stages: [
    {
      name: "dockerfile",
      digest: digestOf("a"),
      action: "build",
      reason: "new",
      reference: `registry.example.com:5000/shop:${stageId}`,
      imageId: "sha256:11",
      registryDigest: "sha256:22",
      commit: "c0ffee",
      base: { type: "registry", isPulled: true },
      sizeBytes: 77,
      durationMs: 5,
    },
    {
      name: "imageSpec",
      digest: digestOf("a"),
      action: "reuse",
      reason: "",
      reference: `registry.example.com:5000/shop:${stageId}`,
      imageId: "sha256:11",
      registryDigest: "sha256:22",
      commit: "c0ffee",
      sizeBytes: 77,
      durationMs: 0,
    },
  ],
};

function reportOf(...images: ImageResult[]): RunReport {
  return { schemaVersion: 1, command: "run", project: "shop", ok: true, images, durationMs: 1 };
}

const runtime = { isInContainer: true };

describe("a build report", () => {
  test("as JSON has werf's names, tabs and a newline at its end", () => {
    const text = buildReport(reportOf(image), "json", runtime);
    expect(text.endsWith("\n}\n")).toBe(true);
    expect(text).toContain('\n\t"Images": {\n\t\t"web/shop-api.v2": {\n\t\t\t"WerfImageName": "web/shop-api.v2",');
    // Written in full: a number of this size must not become 1.7e18.
    expect(text).toContain('"CreatedAt": 1700000000123000000,');
    expect(JSON.parse(text)).toMatchObject({ Runtime: { Backend: "docker", InContainer: true }, ImagesByPlatform: {} });
    expect(JSON.parse(text).Images["web/shop-api.v2"]).toEqual({
      WerfImageName: "web/shop-api.v2",
      ConfigType: "dockerfile",
      DockerRepo: "registry.example.com:5000/shop",
      DockerTag: stageId,
      DockerImageID: "sha256:11",
      DockerImageDigest: "sha256:22",
      DockerImageName: `registry.example.com:5000/shop:${stageId}`,
      TargetPlatform: "linux/amd64",
      Rebuilt: true,
      Final: true,
      Size: 77,
      BuildTime: "12.35",
      Commit: "c0ffee",
      Stages: [
        {
          Name: "dockerfile",
          DockerImageName: `registry.example.com:5000/shop:${stageId}`,
          DockerTag: stageId,
          DockerImageID: "sha256:11",
          DockerImageDigest: "sha256:22",
          CreatedAt: 1_700_000_000_123_000_000,
          Size: 77,
          SourceType: "registry",
          BaseImagePulled: true,
          Rebuilt: true,
          BuildTime: "0.01",
          Commit: "c0ffee",
        },
        {
          Name: "imageSpec",
          DockerImageName: `registry.example.com:5000/shop:${stageId}`,
          DockerTag: stageId,
          DockerImageID: "sha256:11",
          DockerImageDigest: "sha256:22",
          CreatedAt: 1_700_000_000_123_000_000,
          Size: 77,
          SourceType: "",
          BaseImagePulled: false,
          Rebuilt: false,
          BuildTime: "0.00",
          Commit: "c0ffee",
        },
      ],
    });
  });

  test("as variables has the image's name before each, with what no variable may hold replaced", () => {
    expect(buildReport(reportOf(image), "env", runtime).split("\n")).toEqual([
      `WERF_WEB_SHOP_API_V2_DOCKER_IMAGE_NAME=registry.example.com:5000/shop:${stageId}`,
      "WERF_WEB_SHOP_API_V2_DOCKER_IMAGE_ID=sha256:11",
      "WERF_WEB_SHOP_API_V2_DOCKER_IMAGE_DIGEST=sha256:22",
      "WERF_WEB_SHOP_API_V2_DOCKER_REPO=registry.example.com:5000/shop",
      `WERF_WEB_SHOP_API_V2_DOCKER_TAG=${stageId}`,
      "WERF_WEB_SHOP_API_V2_WERF_IMAGE_NAME=web/shop-api.v2",
      "WERF_WEB_SHOP_API_V2_FINAL=true",
      "",
    ]);
  });

  test("names an image as whoever uses it finds it, where it was handed on", () => {
    const published = ["registry.example.com/final:1-2"];
    const record = JSON.parse(buildReport(reportOf({ ...image, published }), "json", runtime)).Images[
      "web/shop-api.v2"
    ];
    expect([record.DockerRepo, record.DockerTag]).toEqual(["registry.example.com/final", "1-2"]);
  });

  test("is of the kind that the file's name ends with", () => {
    expect([".builder-build-report.json", "out.env", "report"].map(buildReportFormat)).toEqual(["json", "env", "json"]);
  });
});
