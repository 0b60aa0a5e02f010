import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

const noMarkup = {
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc"].map((property) => ({
      property,
      message: "data must never become markup: render text nodes",
    })),
    { object: "document", property: "write", message: "data must never become markup" },
  ],
};

const bridgeOnlyInApi = {
  "no-restricted-imports": [
    "error",
    { patterns: [{ group: ["**/wailsjs/**"], message: "only src/api talks to the program" }] },
  ],
};

// the policy forbids style attributes; `style:` directives go through the object model and are let through
const noStyleAttribute = {
  selector: 'SvelteAttribute[key.name="style"]',
  message: "the content security policy forbids style attributes: use a class or a style: directive",
};

const textOnlyInCatalogues = {
  "no-restricted-syntax": [
    "error",
    noStyleAttribute,
    { selector: "SvelteText[value=/[a-zåäöA-ZÅÄÖ]{2}/]", message: "words belong in src/i18n" },
    {
      selector:
        "SvelteAttribute[key.name=/^(aria-label|aria-description|title|placeholder|label|alt|help)$/] > SvelteLiteral[value=/[a-zåäöA-ZÅÄÖ]{2}/]",
      message: "words belong in src/i18n",
    },
  ],
};

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/i18n/paraglide/", "wailsjs/", "project.inlang/"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      ...noMarkup,
      ...bridgeOnlyInApi,
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-undef": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig, extraFileExtensions: [".svelte"] } },
  },
  {
    files: ["**/*.svelte"],
    rules: {
      ...textOnlyInCatalogues,
      "svelte/no-at-html-tags": "error",
      "svelte/no-target-blank": "error",
      "svelte/button-has-type": "error",
      "svelte/require-each-key": "error",
      "svelte/prefer-const": "off",
    },
  },
  { files: ["src/api/**"], rules: { "no-restricted-imports": "off" } },
  {
    // a page may use what is shared, never the inside of another page
    files: ["src/pages/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["**/wailsjs/**"], message: "only src/api talks to the program" },
            {
              regex: "^(\\$lib/pages|\\.\\.(/\\.\\.)*)/[a-z]+/",
              message: "share through src/shared, not between pages",
            },
          ],
        },
      ],
    },
  },
  { files: ["src/dev/**"], rules: { "no-restricted-syntax": ["error", noStyleAttribute] } },
  {
    files: ["*.js", "*.ts", "tests/**", "src/i18n/catalogue.js"],
    languageOptions: { globals: { ...globals.node } },
  },
);
