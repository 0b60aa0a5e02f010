// A rule in words: what it is about, how long, from what, what then, and on whose word.
import type { Rule } from "$lib/api/retention";
import { m } from "$lib/i18n";

import { wordsStay } from "./groups";
import { period, shortPeriod } from "./period";

type Words = Readonly<Record<string, () => string>>;

const classes: Words = {
  customer: m.ret_class_customers,
  "contact-person": m.ret_class_persons,
  contact: m.ret_class_contacts,
  chat: m.rule_class_chat,
  technical: m.rule_class_technical,
  recording: m.rule_class_recording,
  delivery: m.ret_class_deliveries,
  consent: m.ret_class_consents,
  mailing: m.ret_class_mailing,
  visitor: m.ret_class_visitors,
  request: m.rule_class_request,
  audit: m.rule_class_audit,
  invoice: m.rule_class_invoice,
  "invoice-real-estate": m.rule_class_real_estate,
  books: m.rule_class_books,
};
const froms: Words = {
  "last-needed": m.ret_from_last_needed,
  "consent-or-contact": m.ret_from_consent_or_contact,
  record: m.rule_from_record,
  visit: m.ret_from_visit,
  closed: m.rule_from_closed,
  written: m.rule_from_written,
  "financial-year": m.rule_from_financial_year,
  "review-year": m.rule_from_review_year,
  "with-customer": m.rule_from_customer,
  order: m.rule_from_order,
};
const shortFroms: Words = {
  "last-needed": m.ret_short_needed,
  "consent-or-contact": m.ret_short_consent,
  visit: m.ret_short_visit,
  closed: m.ret_short_closed,
  written: m.ret_short_written,
  "financial-year": m.ret_short_year,
  "review-year": m.ret_short_year,
};
const sources: Words = {
  "notice-softop": m.rule_source_softop,
  "notice-kivra": m.rule_source_kivra,
  "notice-app2day": m.rule_source_app2day,
  "notice-seamk": m.rule_source_seamk,
  "notice-kouta": m.rule_source_kouta,
  program: m.rule_source_program,
  law: m.rule_source_law,
  owner: m.rule_source_owner,
};
const bases: Words = {
  "gdpr-5-1-c": m.rule_basis_gdpr_5_1_c,
  "gdpr-5-1-e": m.rule_basis_gdpr_5_1_e,
  "gdpr-5-2": m.rule_basis_gdpr_5_2,
  "gdpr-7-1": m.rule_basis_gdpr_7_1,
  "gdpr-28-3-g": m.rule_basis_gdpr_28_3_g,
  "kpl-2-10-1": m.rule_basis_kpl_2_10_1,
  "kpl-2-10-2": m.rule_basis_kpl_2_10_2,
  "avl-209-q": m.rule_basis_avl_209_q,
};
const presets: Words = {
  softop: m.rule_preset_softop,
  kivra: m.rule_preset_kivra,
  app2day: m.rule_preset_app2day,
  seamk: m.rule_preset_seamk,
  kouta: m.rule_preset_kouta,
};
const presetTexts: Words = {
  softop: m.rule_preset_softop_text,
  kivra: m.rule_preset_kivra_text,
  app2day: m.rule_preset_app2day_text,
  seamk: m.rule_preset_seamk_text,
  kouta: m.rule_preset_kouta_text,
};
const dos: Words = { erase: m.rule_do_erase, anonymise: m.rule_do_anonymise, keep: m.rule_do_keep };

const word = (words: Words, code: string) => (Object.hasOwn(words, code) ? words[code]!() : code);

export const className = (code: string) => word(classes, code);
export const fromWords = (code: string) => word(froms, code);
export const sourceWords = (code: string) => word(sources, code);
export const basisWords = (code: string) => word(bases, code);
export const presetName = (code: string) => word(presets, code);
export const presetText = (code: string) => word(presetTexts, code);
export const doWords = (code: string) => word(dos, code);

/** Whether the class has a time of its own. */
export const ownTime = (rule: Rule) => rule.from !== "with-customer" && rule.from !== "order";

/** "2 kuukautta, sitten poistetaan"; "asiakkaan mukana". */
export function said(rule: Rule): string {
  if (!ownTime(rule)) return fromWords(rule.from);
  const time = period(rule.months);
  return rule.do === "keep"
    ? time
    : m.rule_said({ period: time, then: doWords(rule.do).toLocaleLowerCase() });
}

/** "3 v viime tarpeesta", "6 kk, nimet pois", "asiakkaan mukana": for beneath a name. */
export function shortRule(rule: Rule): string {
  if (!ownTime(rule)) return fromWords(rule.from);
  const from = Object.hasOwn(shortFroms, rule.from) ? ` ${shortFroms[rule.from]!()}` : "";
  const time = shortPeriod(rule.months) + from;
  return rule.do === "anonymise" && wordsStay(rule.class) ? m.ret_short_nameless({ rule: time }) : time;
}

/** The classes in the groups that they are shown in. */
export const groups: readonly { label: () => string; classes: readonly string[] }[] = [
  {
    label: m.rule_group_customers,
    classes: [
      "customer",
      "contact-person",
      "delivery",
      "consent",
      "contact",
      "chat",
      "technical",
      "recording",
      "mailing",
      "visitor",
    ],
  },
  { label: m.rule_group_proof, classes: ["request", "audit"] },
  { label: m.rule_group_books, classes: ["invoice", "invoice-real-estate", "books"] },
];
