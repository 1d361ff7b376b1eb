// Bundles each script at the top of this folder, and the style sheet of the same name, into one
// file a widget: `node build.mjs [FOLDER]`, by default ../static.

import { readdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [folder = join(here, "..", "static")] = process.argv.slice(2);
const outdir = resolve(folder);

const entryPoints = (await readdir(here)).filter((name) => /\.(js|css)$/.test(name)).sort();
await rm(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints,
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
