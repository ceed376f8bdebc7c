// Bundles the scripts and styles into the folder given, with the tokens of the house as custom properties.
import { build } from "esbuild";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const out = process.argv[2];
const tokens = JSON.parse(readFileSync("../src/filao/documents/tokens.json", "utf8"));
const lines = Object.entries(tokens.colour).map(([name, value]) => `  --${name}: ${value};`);
tokens.font.web.forEach((size, place) => lines.push(`  --t${place}: ${size / 16}rem;`));
tokens.space.forEach((size, place) => lines.push(`  --s${place + 1}: ${size / 16}rem;`));
const work = mkdtempSync(join(tmpdir(), "filao-"));
writeFileSync(join(work, "tokens.css"), `:root {\n${lines.join("\n")}\n}\n`);
try {
  await build({
    entryPoints: { filao: "src/filao.ts", network: "src/network.ts", passkey: "src/passkey.ts", keying: "src/keying.ts", style: "styles/style.css", respond: "styles/respond.css", wall: "styles/wall.css" },
    outdir: out,
    bundle: true,
    minify: true,
    target: "es2021",
    legalComments: "linked",
    alias: { "tokens.css": join(work, "tokens.css") },
    external: ["*.woff2"],
    logLevel: "warning",
  });
} finally {
  rmSync(work, { recursive: true });
}
