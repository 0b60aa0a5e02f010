// Paints build/appicon.png from the drawn icon. Run after changing src/shared/logo/appicon.svg.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const svg = readFileSync("src/shared/logo/appicon.svg", "utf8");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } });
await page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
await page.screenshot({ path: "../build/appicon.png", omitBackground: true });
await browser.close();
