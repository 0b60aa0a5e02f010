// What a row says beside the name: which field answered the search, and how near the row's day is.
import type { CustomerRow } from "$lib/api/customers";
import { daysUntil } from "$lib/i18n";
import type { Status } from "$lib/shared/parts/status";
import { fieldWords, wordOf } from "$lib/shared/words";

import { soonDays } from "./list.svelte";

/** The field's word, and what stands in it where the row knows. The name itself is marked in its own column. */
export function foundIn(row: CustomerRow): { word: string; text: string } {
  const field = row.match ?? "";
  if (field === "") return { word: "", text: "" };
  const known: Record<string, string> = {
    street: row.street,
    postcode: row.postcode,
    town: row.town,
    phone: row.phone,
    email: row.email,
    number: row.number,
  };
  return { word: wordOf(fieldWords, field).toLowerCase(), text: known[field] ?? "" };
}

export function leaving(
  row: Pick<CustomerRow, "held" | "eraseOn">,
  today: string,
): Extract<Status, "hold" | "due" | "soon"> | undefined {
  if (row.held) return "hold";
  if (row.eraseOn === "" || today === "") return undefined;
  const days = daysUntil(today, row.eraseOn);
  if (days <= 0) return "due";
  return days <= soonDays ? "soon" : undefined;
}
