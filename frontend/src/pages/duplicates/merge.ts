// Which card's value stays, field by field. The kept card is the one whose number stays.
import type { MergeOffer } from "$lib/api/duplicates";

export type Side = "left" | "right";
export type Choices = Record<string, Side>;

export const otherSide = (side: Side): Side => (side === "left" ? "right" : "left");

export function valueOf(offer: MergeOffer, side: Side, field: string): string {
  return String((offer[side].customer as unknown as Record<string, unknown>)[field] ?? "");
}

/** Fields in which the cards differ, in the order of the card. */
export function differing(offer: MergeOffer): string[] {
  return offer.fields.filter((field) => valueOf(offer, "left", field) !== valueOf(offer, "right", field));
}

/** Fields that are filled in and the same on both. */
export function equal(offer: MergeOffer): string[] {
  return offer.fields.filter(
    (field) =>
      valueOf(offer, "left", field) !== "" &&
      valueOf(offer, "left", field) === valueOf(offer, "right", field),
  );
}

/** The left card's values, but where it has none. */
export function proposed(offer: MergeOffer): Choices {
  return Object.fromEntries(
    differing(offer).map((field) => [field, offer.left.gaps.includes(field) ? "right" : "left"]),
  );
}

export const keptSide = (choices: Choices): Side => choices.number ?? "left";

/** Fields whose value comes from the card that goes. */
export function taken(choices: Choices): string[] {
  const kept = keptSide(choices);
  return Object.keys(choices).filter((field) => choices[field] !== kept);
}
