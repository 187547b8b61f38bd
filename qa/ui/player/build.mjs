// Bundles the call page into dist/player.js (its style sheet inlined), or, with --tests, the unit
// tests into a folder that node --test can run.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const tests = join(here, "../../../tests/ui/player");
const common = { bundle: true, format: "esm", charset: "utf8", logLevel: "warning", absWorkingDir: here };

if (process.argv.includes("--tests")) {
  const outdir = join(here, "node_modules/.tests");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: readdirSync(tests)
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => join(tests, name)),
    outdir,
    outExtension: { ".js": ".test.mjs" },
    platform: "node",
    target: "node20",
    alias: { "@player": join(here, "src") },
    sourcemap: "inline",
  });
} else {
  const licence = readFileSync(join(here, "node_modules/wavesurfer.js/LICENSE"), "utf8");
  await build({
    ...common,
    entryPoints: [join(here, "src/index.ts")],
    outfile: join(here, "dist/player.js"),
    target: "es2022",
    minify: true,
    // The licence asks to go along with the code.
    banner: { js: `/*! Contains wavesurfer.js:\n${licence}*/` },
    loader: { ".css": "text" },
  });
}
