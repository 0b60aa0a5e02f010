// The window's language. Messages read it through a rune, so a change repaints every text in place
// and nothing that is being typed is lost.
import { baseLocale, isLocale, locales, overwriteGetLocale, type Locale } from "./paraglide/runtime.js";

export type Language = Locale;
export const languages: readonly Language[] = locales;

/** A language's own name for itself: the only words that are the same in every catalogue. */
export const languageNames: Record<Language, string> = { fi: "Suomi", sv: "Svenska", en: "English" };

let current = $state<Language>(baseLocale);
overwriteGetLocale(() => current);

export function language(): Language {
  return current;
}

export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next;
}

/** The first of the person's languages that we speak; Finnish when none is. */
export function preferredLanguage(wanted: readonly string[] = navigator.languages): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split("-")[0];
    if (isLocale(primary)) return primary;
  }
  return baseLocale;
}
