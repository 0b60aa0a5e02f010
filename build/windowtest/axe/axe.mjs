// Runs axe-core on every page of pages.mjs, light and dark, in Debian's chromium against the development build: the
// same pages and the same Go code as in the window, reached over a local port.
// Usage: node axe.mjs PROGRAM [REGISTER], where PROGRAM is built with -tags dev,webkit2_41 and REGISTER (none, demo)
// leaves the pages of the other one out
import { spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { pages } from "./pages.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const frontend = join(root, "frontend");
const installed = createRequire(join(frontend, "package.json"));
const { chromium } = installed("playwright-core");
const axe = readFileSync(installed.resolve("axe-core/axe.min.js"), "utf8");
const program = resolve(process.argv[2] ?? "");
const only = process.argv[3];
const passphrase = "kivi halla suo tuuli mets ranta";
const temporary = mkdtempSync(join(tmpdir(), "axe-"));
const list = join(temporary, "asiakkaat.csv");
writeFileSync(
  list,
  "Asiakasnro;Nimi;Postinro;Paikkakunta;Markkinointilupa\r\n9001;Testi Tuotu;00100;Helsinki;kyll\u00e4\r\n9002;;70100;Kuopio;\r\n",
);
const running = [];

const catalogue = join(frontend, "src/i18n/fi");
const words = Object.assign(
  {},
  ...readdirSync(catalogue)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(catalogue, name), "utf8"))),
);
const say = (key) => {
  if (typeof words[key] !== "string")
    throw new Error(`no plain text has the key ${key}`);
  return words[key];
};

function start(command, args, options) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });
  running.push(child);
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on(
      "data",
      (text) => (child.said = (child.said + text).slice(-4000)),
    );
  }
  child.on("error", (error) => (child.said += error.message));
  return child;
}

async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
  }
}

/** Xvfb on a free display: the development build opens a window as well, which nobody looks at. */
async function startDisplay() {
  const xvfb = start(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
    {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    },
  );
  const number = await new Promise((done, failed) => {
    xvfb.stdio[3].once("data", (text) => done(String(text).trim()));
    xvfb.once("exit", () => failed(new Error(`Xvfb ended: ${xvfb.said}`)));
  });
  return `:${number}`;
}

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

function makeHome(name, display) {
  const home = join(temporary, name);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    DISPLAY: display,
    LANG: "fi_FI.UTF-8",
    TZ: "Europe/Helsinki",
  };
  Object.assign(env, {
    NO_AT_BRIDGE: "1",
    GDK_BACKEND: "x11",
    GSETTINGS_BACKEND: "memory",
  });
  for (const [key, path] of Object.entries({
    XDG_CONFIG_HOME: ".config",
    XDG_DATA_HOME: ".local/share",
    XDG_STATE_HOME: ".local/state",
    XDG_CACHE_HOME: ".cache",
    XDG_RUNTIME_DIR: ".run",
  })) {
    env[key] = join(home, path);
    mkdirSync(env[key], { recursive: true, mode: 0o700 });
  }
  return env;
}

function makeRegister(env) {
  const file = join(env.HOME, "passphrase");
  writeFileSync(file, `${passphrase}\n`, { mode: 0o600 });
  const at = [
    "--vault",
    join(env.XDG_DATA_HOME, "kortisto"),
    "--passphrase-file",
    file,
  ];
  for (const command of [
    ["init", "--firm", "Piha ja Metsä Saarela"],
    ["demo", "--customers", "200", "--seed", "1"],
    ...["Aino Kahdesti", "KAHDESTI Aino"].map((name) => [
      "customer",
      "add",
      "--name",
      name,
      "--phone",
      "040 555 0128",
    ]),
  ]) {
    const { status, stderr } = spawnSync(program, [...at, ...command], {
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${command[0]}: ${stderr}`);
  }
}

async function answering(url, child) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null)
      throw new Error(`the program ended: ${child.said}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // It is still starting.
    }
    await sleep(100);
  }
  throw new Error(`nothing answers: ${child.said}`);
}

async function inspect(page, label) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run(),
  );
  if (passes.length < 5)
    throw new Error(
      `${label}: axe found next to nothing to judge, is the page there?`,
    );
  for (const { id, help, nodes } of violations) {
    console.log(`${label}: ${id}: ${help}`);
    for (const node of nodes.slice(0, 5))
      console.log(`    ${node.target.join(" ")}: ${node.failureSummary}`);
  }
  return violations.length;
}

async function look(browser, display, register, theme) {
  const env = makeHome(`${register}-${theme}`, display);
  if (register === "demo") makeRegister(env);
  const port = await freePort();
  const child = start(program, [], {
    cwd: root,
    env: {
      ...env,
      devserver: `127.0.0.1:${port}`,
      assetdir: join(frontend, "dist"),
    },
  });
  const url = `http://127.0.0.1:${port}/`;
  await answering(url, child);
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: theme,
    locale: "fi-FI",
  });
  page.setDefaultTimeout(20_000);
  const errors = [];
  // The development server's own script stumbles over the content policy; it is not part of the program.
  page.on(
    "pageerror",
    (error) =>
      error.stack?.includes("/wails/") ||
      errors.push(error.stack ?? error.message),
  );
  await page.goto(url);
  let faults = 0;
  for (const { name, open, leave } of pages.filter(
    (row) => row.register === register,
  )) {
    const label = `${name}, ${theme}`;
    try {
      await open(page, say, passphrase, list);
      faults += await inspect(page, label);
      await leave?.(page, say);
    } catch (error) {
      await page.screenshot({
        path: join(root, "build/out/shots", `axe-${name}-${theme}.png`),
      });
      throw new Error(`${label}: ${error.message}`, { cause: error });
    }
    console.log(`${label}: looked at`);
  }
  for (const message of errors)
    console.log(`${register}, ${theme}: error on the page: ${message}`);
  await page.close();
  await stop(child);
  return faults + errors.length;
}

let faults = 0;
let browser;
try {
  mkdirSync(join(root, "build/out/shots"), { recursive: true });
  const display = await startDisplay();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-sync",
    ],
  });
  const registers = new Set(pages.map((row) => row.register));
  if (only && !registers.has(only))
    throw new Error(`no page stands on the register ${only}`);
  for (const register of only ? [only] : registers) {
    for (const theme of ["light", "dark"])
      faults += await look(browser, display, register, theme);
  }
} catch (error) {
  console.log(error.message);
  faults++;
} finally {
  await browser?.close();
  for (const child of running) await stop(child);
  rmSync(temporary, {
    recursive: true,
    force: true,
    maxRetries: 20,
    retryDelay: 200,
  }); // The web view is still ending.
}
console.log(faults === 0 ? "axe: no violations" : `axe: ${faults} violations`);
process.exit(faults === 0 ? 0 : 1); // A pipe of a process that was ended may still be open.
