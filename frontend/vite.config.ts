import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import tailwindcss from "@tailwindcss/vite";
import { svelteTesting } from "@testing-library/svelte/vite";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { messageFaults } from "./src/i18n/catalogue.js";

const root = fileURLToPath(new URL(".", import.meta.url));

/** A catalogue with a missing or superfluous key stops the build: no language falls back on another. */
function completeMessages(): Plugin {
  return {
    name: "kortisto:complete-messages",
    buildStart() {
      const faults = messageFaults(root);
      if (faults.length > 0) this.error(faults.join("\n"));
    },
  };
}

/** The policy in index.html forbids the inline styles of the development server; the built page keeps it. */
function relaxedPolicyInDevelopment(): Plugin {
  return {
    name: "kortisto:development-policy",
    apply: "serve",
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}

const texts = paraglideVitePlugin({
  project: "./project.inlang",
  outdir: "./src/i18n/paraglide",
  strategy: ["globalVariable", "baseLocale"],
});

export default defineConfig({
  plugins: [
    completeMessages(),
    // vitest runs on texts compiled beforehand: the plugin would keep it from ending
    process.env.VITEST ? [] : texts,
    relaxedPolicyInDevelopment(),
    tailwindcss(),
    svelte(),
    svelteTesting(),
  ],
  resolve: { alias: { $lib: `${root}src` } },
  build: {
    // WebKitGTK 2.40 and the evergreen WebView2
    target: ["safari16.4", "chrome111"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // the page of parts is for looking at; it is only built when asked for
    rolldownOptions: { input: process.env.KORTISTO_PARTS ? ["index.html", "parts.html"] : ["index.html"] },
    outDir: process.env.KORTISTO_PARTS ? "node_modules/.cache/parts" : "dist",
    emptyOutDir: true,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    css: false,
  },
});
