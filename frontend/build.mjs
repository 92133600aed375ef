// Builds ../src/fettle/static/dist: styles and scripts with content hashes, fonts, one icon sprite, manifest.json.
// `npm run build` makes everything anew; the manifest is what the page templates read to find a file.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(here, "../src/fettle");
const target = path.join(source, "static/dist");
const building = `${target}.building`;

/** dark.css is written once and stands twice in the result: chosen by the person, or by the device. Paper stays light. */
const darkTwice = {
  name: "dark-twice",
  setup(build) {
    build.onLoad({ filter: /dark\.css$/ }, async ({ path: file }) => {
      const chosen = await readFile(file, "utf8");
      const byDevice = chosen.replaceAll("[data-theme=dark]", "[data-theme=auto]");
      return {
        loader: "css",
        contents: `@media screen{${chosen}}@media screen and (prefers-color-scheme:dark){${byDevice}}`,
      };
    });
  },
};

async function styles() {
  // The browser floor is lower for the portal (school tablets) than for agents; one target serves both.
  const result = await esbuild.build({
    entryPoints: ["css/app.css", "css/portal.css"].map((f) => path.join(here, f)),
    bundle: true, minify: true, metafile: true, outdir: building, entryNames: "[name]-[hash]", assetNames: "[name]-[hash]",
    target: ["chrome109", "firefox115", "safari15.4"], loader: { ".woff2": "file" }, plugins: [darkTwice], legalComments: "none",
  });
  return outputs(result.metafile, /\.(css|woff2)$/);
}

async function scripts() {
  const result = await esbuild.build({
    entryPoints: ["ts/app.ts", "ts/portal.ts"].map((f) => path.join(here, f)),
    bundle: true, minify: true, metafile: true, outdir: building, entryNames: "[name]-[hash]",
    format: "esm", target: "es2020", legalComments: "none",
  });
  return outputs(result.metafile, /\.js$/);
}

/** "app.css" → "app-3F2A.css", and the same for every font file that a style asks for. */
function outputs(metafile, wanted) {
  const names = {};
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (!wanted.test(file)) continue;
    const origin = output.entryPoint ?? Object.keys(output.inputs)[0];
    names[path.basename(origin).replace(/\.ts$/, ".js")] = path.basename(file);
  }
  return names;
}

/** Icon names in use: {% icon "x" %} and icon|default:"x" in templates, icon="x" in templates and Python; and icons.txt. */
async function usedIcons() {
  const spelled = [/\{% icon ["']([\w-]+)["']/g, /\bicon=["']([\w-]+)["']/g, /\bicon\|default:["']([\w-]+)["']/g];
  const offered = await readFile(path.join(here, "icons.txt"), "utf8");
  const names = new Set(offered.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean));
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !/\.(html|py)$/.test(file) || file.includes("/static/") || file.includes("/tests/")) continue;
    const text = await readFile(file, "utf8");
    for (const pattern of spelled) for (const [, name] of text.matchAll(pattern)) names.add(name);
  }
  return [...names].sort();
}

async function sprite(names) {
  const folder = path.join(here, "node_modules/@tabler/icons/icons/outline");
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(path.join(folder, `${name}.svg`), "utf8").catch(() => {
      throw new Error(`icon "${name}" is used in a template or in Python but is not in @tabler/icons (outline)`);
    });
    const inner = svg.replace(/[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  }));
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  return hashed("sprite.svg", text);
}

async function hashed(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  const { name: stem, ext } = path.parse(name);
  await writeFile(path.join(building, `${stem}-${hash}${ext}`), text);
  return { [name]: `${stem}-${hash}${ext}` };
}

/** Inter as TTF, which PDFs need; pages use the variable WOFF2. Weights: text, facts, headings. */
async function paperFonts() {
  await mkdir(path.join(building, "fonts"));
  for (const weight of ["400Regular", "500Medium", "600SemiBold", "700Bold"]) {
    const file = `Inter_${weight}.ttf`;
    await copyFile(path.join(here, "node_modules/@expo-google-fonts/inter", weight, file), path.join(building, "fonts", file));
  }
}

/** The licence of each work that is bundled goes where the work goes: licences/@tabler-icons.txt. */
async function licences() {
  const { dependencies } = JSON.parse(await readFile(path.join(here, "package.json"), "utf8"));
  await mkdir(path.join(building, "licences"));
  for (const name of Object.keys(dependencies)) {
    const folder = path.join(here, "node_modules", name);
    const found = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file)).sort();
    if (!found.length) throw new Error(`${name} brings no licence along: look at it before it is bundled`);
    const texts = await Promise.all(found.map((file) => readFile(path.join(folder, file), "utf8")));
    await writeFile(path.join(building, "licences", `${name.replace("/", "-")}.txt`), texts.join("\n\n"));
  }
}

/** A packed twin of each text beside it: the server gives out the smallest that a browser takes. */
async function packed(names) {
  for (const name of names) {
    const file = path.join(building, name);
    const text = await readFile(file);
    await writeFile(`${file}.br`, brotliCompressSync(text));
    await writeFile(`${file}.gz`, gzipSync(text, { level: 9 }));
  }
}

await rm(building, { recursive: true, force: true });
await mkdir(building, { recursive: true });
const icons = await usedIcons();
const mark = await hashed("mark.svg", await readFile(path.join(here, "mark.svg"), "utf8"));
const files = { ...(await styles()), ...(await scripts()), ...(await sprite(icons)), ...mark };
await packed(Object.values(files).filter((name) => /\.(css|js|svg)$/.test(name)));
await paperFonts();
await licences();
await writeFile(path.join(building, "manifest.json"), JSON.stringify({ files, icons }, null, 1));
await rm(target, { recursive: true, force: true });
await rename(building, target);
console.log(`${Object.keys(files).length} files, ${icons.length} icons → ${path.relative(process.cwd(), target)}`);
