import { expect, test } from "vitest";
import { targetBytes } from "../../../runtime/cleanup/disk-usage.ts";
import { leastRecentlyUsed } from "../../../runtime/cleanup/least-recently-used.ts";

const idOf = (letter: string, timestampMs: number): string => `${letter.repeat(56)}-${timestampMs}`;
const start = 1_700_000_000_000;

function image(name: string, id: string, parent?: string, createdUnix = start / 1000) {
  const labels = { werf: name, ...(parent === undefined ? {} : { "werf.io/parent-stage-id": parent }) };
  return { id: `sha256:${id}`, references: [`${name}:${id}`], labels, createdUnix, sizeBytes: 1 };
}

test("who uses a stage uses what it was built on; children come before their parents; other names are left alone", () => {
  const [base, child, late, lonely] = [
    idOf("a", start),
    idOf("b", start + 1),
    idOf("c", start + 2),
    idOf("d", start + 3),
  ];
  const images = [
    image("shop", base),
    image("shop", child, base),
    image("shop", late, base),
    image("host:5000/other", lonely),
    { ...image("shop", base), references: ["shop:latest", "shop:1.0"] },
  ];
  const order = (uses: Parameters<typeof leastRecentlyUsed>[1]) =>
    leastRecentlyUsed(images, uses).map(
      ({ reference, usedMs }) => `${reference.split(":").at(-1)?.[0]} ${usedMs - start}`,
    );
  expect(order([])).toEqual(["b 1", "c 2", "a 2", "d 3"]);
  expect(order([{ id: child, usedMs: start + 1000 }])).toEqual(["c 2", "d 3", "b 1000", "a 1000"]);
});

test("space is freed only above what is allowed, and then down to below it", () => {
  const limit = { allowedPercent: 70, marginPercent: 5 };
  expect(targetBytes({ usedBytes: 700, totalBytes: 1000 }, limit)).toBeUndefined();
  expect(targetBytes({ usedBytes: 701, totalBytes: 1000 }, limit)).toBe(650);
  expect(targetBytes({ usedBytes: 1, totalBytes: 1000 }, { allowedPercent: 0, marginPercent: 5 })).toBe(0);
});
