// By what two cards look the same, and what lies under a card, in words.
import { m } from "$lib/i18n";
import { counted, type Counted } from "$lib/shared/counted";
import { wordOf } from "$lib/shared/words";

const reasons: Record<string, () => string> = {
  businessId: m.dup_by_business_id,
  email: m.dup_by_email,
  phone: m.dup_by_phone,
  address: m.dup_by_address,
  name: m.dup_by_name,
};

/** "Sama nimi, sama puhelin" */
export function reasonWords(by: readonly string[]): string {
  const text = [...by]
    .sort((a, b) => Number(b === "name") - Number(a === "name"))
    .map((each) => wordOf(reasons, each))
    .join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const registers: Record<string, Counted> = {
  contacts: m.dup_n_contacts,
  messages: m.dup_n_messages,
  attachments: m.dup_n_attachments,
  deliveries: m.dup_n_deliveries,
  consents: m.dup_n_consents,
  holds: m.dup_n_holds,
  disclosures: m.dup_n_disclosures,
  request_people: m.dup_n_requests,
};

/** "3 yhteydenottoa": registers without a word of their own are counted together. */
export function movesWords(moves: readonly { table: string; count: number }[]): string[] {
  const known = moves.filter((each) => Object.hasOwn(registers, each.table));
  const rest = moves.filter((each) => !known.includes(each)).reduce((sum, each) => sum + each.count, 0);
  const lines = known.map((each) => counted(registers[each.table]!, each.count));
  return rest > 0 ? [...lines, counted(m.dup_n_other, rest)] : lines;
}
