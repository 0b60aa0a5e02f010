// Looks at the parts and the shell in Debian's chromium: axe, policy, sideways scrolling, pictures.
// Usage: npm run looks [-- folder-for-pictures [part-of-a-name]]
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { chromium } from "playwright-core";

const root = resolve("node_modules/.cache/parts");
const pictures = process.argv[2] ? resolve(process.argv[2]) : undefined;
const only = process.argv[3]; // a part of a view's name
if (pictures) mkdirSync(pictures, { recursive: true });
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  try {
    const body = readFileSync(join(root, path));
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const base = `http://127.0.0.1:${server.address().port}/parts.html`;

const views = [
  { name: "parts", query: "" },
  { name: "why", query: "&why" },
  { name: "dialog", query: "&dialog" },
  { name: "shell", query: "&show=shell" },
  { name: "palette", query: "&show=shell", keys: ["Control+k"] },
  { name: "keys", query: "&show=shell", keys: ["F1"] },
  { name: "first-language", query: "&show=first" },
  { name: "first-firm", query: "&show=first&step=firm" },
  {
    name: "first-passphrase",
    query: "&show=first&step=passphrase",
    type: "kuura lanttu tyyni ruuti piha askel",
  },
  { name: "first-weak", query: "&show=first&step=passphrase", type: "kesä2024" },
  { name: "first-recovery", query: "&show=first&step=recovery" },
  { name: "first-start", query: "&show=first&step=start" },
  { name: "lock", query: "&show=lock" },
  { name: "lock-wrong", query: "&show=lock", type: "lanttu", keys: ["Enter"] },
  { name: "blocked", query: "&show=blocked" },
];
const sizes = [
  [1280, 800],
  [1024, 700],
  [1920, 1080],
  [640, 400],
];
const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
let faults = 0;
for (const theme of ["light", "dark"]) {
  for (const [width, height] of sizes) {
    for (const view of views.filter((each) => !only || each.name.includes(only))) {
      const page = await browser.newPage({ viewport: { width, height }, bypassCSP: false });
      const said = [];
      page.on(
        "console",
        (message) =>
          message.type() === "error" &&
          !message.location().url.endsWith("favicon.ico") &&
          said.push(message.text()),
      );
      page.on("pageerror", (error) => said.push(error.message));
      await page.goto(`${base}?theme=${theme}${view.query}`);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(250);
      if (view.type) await page.keyboard.type(view.type);
      for (const keys of view.keys ?? []) await page.keyboard.press(keys);
      await page.waitForTimeout(view.type ? 900 : 150);
      const name = `${view.name}-${theme}-${width}x${height}`;
      if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const text of said) report(name, `console: ${text}`);
      if (sideways) report(name, "scrolls sideways");
      for (const v of violations)
        report(name, `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
      await page.close();
    }
  }
}
await browser.close();
server.close();
process.stdout.write(faults === 0 ? "looks: nothing to mend\n" : `looks: ${faults} to mend\n`);
process.exitCode = faults === 0 ? 0 : 1;

function report(name, what) {
  faults++;
  process.stdout.write(`${name}  ${what}\n`);
}
