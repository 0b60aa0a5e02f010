// Places in texts that the person does not get to see. The program counts characters; a text field counts in the
// units of its own, in which some characters are two.
import type { FindText, Redaction } from "$lib/api/subjects";

/** Where a selection of a text field stands, in characters. */
export const characters = (text: string, unit: number): number => Array.from(text.slice(0, unit)).length;

/** Where a character stands in a text field. */
export const units = (text: string, character: number): number =>
  Array.from(text).slice(0, character).join("").length;

export const ofText = (places: readonly Redaction[], text: FindText): Redaction[] =>
  places
    .filter((place) => place.record === text.record && place.column === text.column)
    .sort((a, b) => a.start - b.start);

/** What a place covers. */
export const covered = (text: FindText, place: Redaction): string =>
  Array.from(text.text).slice(place.start, place.end).join("");

/** With one place more; those that touch become one. Nothing selected changes nothing. */
export function withPlace(places: readonly Redaction[], added: Redaction): Redaction[] {
  if (added.end <= added.start) return [...places];
  const touches = (place: Redaction) =>
    place.record === added.record &&
    place.column === added.column &&
    place.start <= added.end &&
    added.start <= place.end;
  const joined = places.filter(touches).reduce(
    (all, place) => ({
      ...all,
      start: Math.min(all.start, place.start),
      end: Math.max(all.end, place.end),
    }),
    added,
  );
  return [...places.filter((place) => !touches(place)), joined];
}

/** With the proposed places that are not covered yet. */
export const withAll = (places: readonly Redaction[], proposed: readonly Redaction[]): Redaction[] =>
  proposed.reduce<Redaction[]>(
    (all, each) =>
      all.some(
        (place) =>
          place.record === each.record &&
          place.column === each.column &&
          place.start <= each.start &&
          each.end <= place.end,
      )
        ? all
        : withPlace(all, each),
    [...places],
  );
