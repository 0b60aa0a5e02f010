// Texts (m.…), the language, and how numbers, days and money are written. Import from here.
export * as m from "./paraglide/messages.js";
export {
  language,
  languageNames,
  languages,
  preferredLanguage,
  setLanguage,
  type Language,
} from "./language.svelte";
export {
  compareText,
  day,
  dayInput,
  daysUntil,
  fileSize,
  longDay,
  money,
  number,
  shortDay,
  time,
} from "./format";
