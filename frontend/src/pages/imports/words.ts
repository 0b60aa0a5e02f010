// Field names, character sets and findings of an import in words.
import type { FindingGroup } from "$lib/api/imports";
import { errorText } from "$lib/errors";
import { day, m, number } from "$lib/i18n";
import { counted } from "$lib/shared/counted";

const fields: Record<string, () => string> = {
  number: m.import_field_number,
  designation: m.import_field_designation,
  name: m.import_field_name,
  kind: m.import_field_kind,
  businessId: m.import_field_business_id,
  street: m.import_field_street,
  postcode: m.import_field_postcode,
  town: m.import_field_town,
  country: m.import_field_country,
  phone: m.import_field_phone,
  email: m.import_field_email,
  contactName: m.import_field_contact_name,
  altContactName: m.import_field_alt_name,
  altContactPhone: m.import_field_alt_phone,
  altContactEmail: m.import_field_alt_email,
  language: m.import_field_language,
  marketing: m.import_field_marketing,
  createdOn: m.import_field_created_on,
  firstName: m.import_field_first_name,
  middleName: m.import_field_middle_name,
  lastName: m.import_field_last_name,
  nameExtra: m.import_field_name_extra,
  company: m.import_field_company,
  isPerson: m.import_field_is_person,
  vatId: m.import_field_vat_id,
  postcodeTown: m.import_field_postcode_town,
  mobile: m.import_field_mobile,
  phoneWork: m.import_field_phone_work,
  phoneHome: m.import_field_phone_home,
  email2: m.import_field_email2,
  billingStreet: m.import_field_billing_street,
  billingPostcode: m.import_field_billing_postcode,
  billingTown: m.import_field_billing_town,
  marketingBan: m.import_field_marketing_ban,
  on: m.bring_field_on,
  at: m.bring_field_at,
  channel: m.bring_field_channel,
  direction: m.bring_field_direction,
  who: m.bring_field_who,
  handledBy: m.bring_field_handled_by,
  subject: m.bring_field_subject,
  text: m.bring_field_text,
  purpose: m.bring_field_purpose,
  seconds: m.bring_field_seconds,
  waiting: m.bring_field_waiting,
  followUpOn: m.bring_field_follow_up_on,
  mass: m.bring_field_mass,
  product: m.bring_field_product,
  quantity: m.bring_field_quantity,
};

export function fieldName(field: string): string {
  return Object.hasOwn(fields, field) ? fields[field]!() : field;
}

/** Names of standards and of characters: the same in every language. */
export const charsets = [
  "utf-8",
  "windows-1252",
  "iso-8859-15",
  "utf-16le",
  "utf-16be",
  "macintosh",
  "cp850",
  "cp437",
] as const;
const charsetNames: Record<string, string> = {
  "utf-8": "UTF-8",
  "windows-1252": "Windows-1252",
  "iso-8859-1": "Windows-1252",
  "iso-8859-15": "ISO-8859-15",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
  macintosh: "Mac Roman",
  cp850: "CP850 (DOS)",
  cp437: "CP437 (DOS)",
};
export const charsetName = (charset: string) => charsetNames[charset] ?? charset;

export const delimiters = [";", ",", "\t", "|"] as const;
export function delimiterName(delimiter: string): string {
  return delimiter === "\t" || delimiter === "tab" ? m.import_tab() : delimiter;
}

/** "Rivit 88, 204 ja 12 muuta." */
export function rowsText(rows: readonly number[], count: number): string {
  const shown = rows.slice(0, 6).map(number).join(", ");
  const more = count - Math.min(6, rows.length);
  const base = counted(({ count: n }) => m.import_rows({ count: n, rows: shown }), count);
  return more > 0 ? `${base} ${counted(m.import_rows_more, more)}` : `${base}`;
}

export interface Gathered {
  code: string;
  count: number;
  rows: readonly number[];
  args: Record<string, string>;
}

/** Findings of one code together, whichever field they were in. */
export function gather(groups: readonly FindingGroup[]): Gathered[] {
  const found: Gathered[] = [];
  for (const group of groups) {
    const same = found.find((each) => each.code === group.code);
    if (same) {
      same.count += group.count;
      same.rows = [...same.rows, ...group.rows].sort((a, b) => a - b);
    } else {
      const args = Object.fromEntries(group.args.map((arg) => [arg.name, arg.value]));
      found.push({ code: group.code, count: group.count, rows: group.rows, args });
    }
  }
  return found;
}

/** The heading of a group of rows that are left out. */
export function outTitle(group: Gathered): string {
  if (group.code === "name-missing") return counted(m.import_n_nameless, group.count);
  if (group.code === "import-duplicate-row") return counted(m.import_n_twice, group.count);
  return counted(m.import_n_out, group.count);
}

export function findingText(group: Gathered): string {
  if (group.code === "import-erased-before" && group.count === 1 && group.args.day)
    return m.import_erased_on({ day: day(group.args.day) });
  if (group.code === "name-missing") return m.import_nameless_text();
  if (group.code === "import-duplicate-row") return m.import_twice_text();
  return errorText({ code: group.code, field: "", args: group.args });
}

const registers: Record<string, () => string> = {
  customers: m.bring_register_customers,
  contacts: m.bring_register_contacts,
  deliveries: m.bring_register_deliveries,
  chats: m.bring_register_chats,
  mail: m.bring_register_mail,
  visits: m.bring_register_visits,
  mailing: m.bring_register_mailing,
};
/** The register into which an import of the past went. */
export const registerName = (register: string): string =>
  Object.hasOwn(registers, register) ? registers[register]!() : register;
