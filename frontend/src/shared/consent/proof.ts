// By what a permission can be shown to have been given (GDPR Art. 7(1)): the words that were agreed to, or where it
// came from.
import type { Wording } from "$lib/api/mailing";

/** The newest version of each wording, by name. */
export function newest(all: readonly Wording[]): Wording[] {
  const best: Record<string, Wording> = {};
  for (const wording of all) {
    const before = Object.hasOwn(best, wording.name) ? best[wording.name] : undefined;
    if (!before || before.version < wording.version) best[wording.name] = wording;
  }
  return Object.values(best).sort((a, b) => a.name.localeCompare(b.name));
}

/** A permission without words and without a source proves nothing; a withdrawal needs no proof. */
export function unproven(given: boolean, wording: string, source: string): boolean {
  return given && wording.trim() === "" && source.trim() === "";
}

/** As the program told it, so that it stands beside the field. */
export const unprovenError = '[{"code":"consent-unproven","field":"wording"}]';
