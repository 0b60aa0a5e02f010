// Reads the catalogues as files and says what is wrong with them: used by the build and by the tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {Record<string, Map<string, {area: string, text: unknown}>>} Catalogues */

/**
 * All messages per language, as written.
 * @param {string} root folder of the frontend
 * @returns {{languages: string[], reference: string, catalogues: Catalogues, faults: string[]}}
 */
export function readCatalogues(root) {
  const settings = JSON.parse(readFileSync(join(root, "project.inlang/settings.json"), "utf8"));
  const patterns = settings["plugin.inlang.messageFormat"].pathPattern;
  /** @type {Catalogues} */
  const catalogues = {};
  /** @type {string[]} */
  const faults = [];
  for (const language of settings.locales) {
    const all = new Map();
    for (const pattern of patterns) {
      const file = pattern.replace("{locale}", language);
      for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(root, file), "utf8")))) {
        if (key === "$schema") continue;
        if (all.has(key)) faults.push(`${file}: "${key}" is already in ${all.get(key).area}`);
        all.set(key, { area: file, text });
      }
    }
    catalogues[language] = all;
  }
  return { languages: settings.locales, reference: settings.baseLocale, catalogues, faults };
}

/**
 * What keeps the catalogues from being complete; empty when all is well.
 * @param {string} root folder of the frontend
 * @returns {string[]}
 */
export function messageFaults(root) {
  const { languages, reference, catalogues, faults } = readCatalogues(root);
  for (const language of languages) {
    if (language === reference) continue;
    faults.push(...differences(reference, catalogues[reference], language, catalogues[language]));
  }
  for (const language of languages) {
    for (const [key, { area, text }] of catalogues[language] ?? []) {
      if (texts(text).some((t) => t.trim() === "")) faults.push(`${area}: "${key}" is empty`);
    }
  }
  return faults;
}

/**
 * @param {string} reference @param {Catalogues[string] | undefined} wanted
 * @param {string} language @param {Catalogues[string] | undefined} found
 */
function differences(reference, wanted = new Map(), language, found = new Map()) {
  const faults = [];
  for (const [key, { area, text }] of wanted) {
    const other = found.get(key);
    if (!other) faults.push(`${area.replace(`/${reference}/`, `/${language}/`)}: "${key}" is missing`);
    else if (parameters(text) !== parameters(other.text))
      faults.push(
        `${other.area}: "${key}" takes {${parameters(other.text)}}, ${reference} takes {${parameters(text)}}`,
      );
  }
  for (const [key, { area }] of found) {
    if (!wanted.has(key)) faults.push(`${area}: "${key}" is not in ${reference}`);
  }
  return faults;
}

/** The parameters of a message, sorted: from its declarations when it has variants, else from its text. */
function parameters(/** @type {unknown} */ message) {
  const names = new Set();
  const local = new Set();
  for (const part of Array.isArray(message) ? message : []) {
    for (const line of part.declarations ?? []) {
      const [kind, name] = line.split(/\s+/);
      (kind === "input" ? names : local).add(name);
    }
  }
  for (const text of texts(message)) {
    for (const match of text.matchAll(/\{(\w+)\}/g)) if (!local.has(match[1])) names.add(match[1]);
  }
  return [...names].sort().join(", ");
}

/** @param {unknown} message @returns {string[]} */
function texts(message) {
  if (typeof message === "string") return [message];
  if (Array.isArray(message)) return message.flatMap((part) => Object.values(part.match ?? {}));
  return [];
}
