// Bundles the scripts and styles into the folder given, with the tokens of the house as custom properties.
import { build } from "esbuild";
import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const out = process.argv[2];

// The licence of a package and of what is built into it.
function notice(...folders) {
  const told = folders.map((folder) => {
    const { name, version, license, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "license"].map((one) => join(folder, one)).find(existsSync);
    return `${name} ${version} (${license}) ${homepage ?? ""}\n\n${file ? readFileSync(file, "utf8") : ""}`;
  });
  return told.join(`\n${"-".repeat(80)}\n\n`);
}

const tokens = JSON.parse(readFileSync("../src/filao/documents/tokens.json", "utf8"));
const lines = Object.entries(tokens.colour).map(([name, value]) => `  --${name}: ${value};`);
tokens.font.web.forEach((size, place) => lines.push(`  --t${place}: ${size / 16}rem;`));
tokens.space.forEach((size, place) => lines.push(`  --s${place + 1}: ${size / 16}rem;`));
const work = mkdtempSync(join(tmpdir(), "filao-"));
writeFileSync(join(work, "tokens.css"), `:root {\n${lines.join("\n")}\n}\n`);
try {
  await build({
    entryPoints: {
      filao: "src/filao.ts", network: "src/network.ts", passkey: "src/passkey.ts", keying: "src/keying.ts",
      "offline-worker": "src/offline/worker.ts",
      style: "styles/style.css", respond: "styles/respond.css", wall: "styles/wall.css", offline: "styles/offline.css",
    },
    outdir: out,
    bundle: true,
    minify: true,
    target: "es2021",
    legalComments: "linked",
    alias: { "tokens.css": join(work, "tokens.css") },
    external: ["*.woff2"],
    logLevel: "warning",
  });
  // The page for answering without a network; the form engine beside it is fetched when a form is opened.
  const modules = { format: "esm", minify: true, target: "es2022", logLevel: "warning" };
  await build({
    ...modules, entryPoints: { offline: "src/offline/offline.ts" }, outdir: out, bundle: true, external: ["./engine.js"],
  });
  const engine = "node_modules/@getodk/xforms-engine";
  await build({ ...modules, entryPoints: { engine: `${engine}/dist/index.js` }, outdir: out, legalComments: "linked" });
  const within = ["solid-js", "papaparse", "temporal-polyfill", "bin-packer", "mdast-util-from-markdown"];
  const apache = readFileSync("node_modules/typescript/LICENSE", "utf8");
  const whole = `${notice(engine, ...within.map((name) => `node_modules/${name}`))}\n${"-".repeat(80)}\n\n${apache}`;
  writeFileSync(join(out, "engine.js.LICENSE.txt"), whole);
} finally {
  rmSync(work, { recursive: true });
}
