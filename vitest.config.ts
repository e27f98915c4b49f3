import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      { find: /^builder$/, replacement: new URL("./sdk/index.ts", import.meta.url).pathname },
      { find: /^builder\/runtime$/, replacement: new URL("./runtime/index.ts", import.meta.url).pathname },
    ],
  },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/global-setup.ts"],
    // Files run side by side; what they share, the engine, is real and takes it.
    pool: "forks",
    maxWorkers: 3,
    // Only what hangs takes so long, also on a machine that has other work.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // Real engines and registries have bad moments; what needed another try is told with the test.
    retry: process.env.CI === undefined ? 0 : 2,
    // The loader's bundles are imported by Node itself: what Vite makes of them has other lines and columns.
    server: { deps: { external: [/\/load\/[0-9a-f]{16}\/[0-9a-f]{64}\.mjs/] } },
  },
});
