// What the rules of sending say of an address, in words: in the list, beside it, and step by step.
import type { MailLine } from "$lib/api/mailing";
import { m } from "$lib/i18n";
import type { WhyStep } from "$lib/shared/parts/Why.svelte";

interface Reason {
  word: () => string;
  text: () => string;
  /** The provision, or the firm's own promise. */
  basis: () => string;
}

/** By the code of the decision; also what is told only of cards that were to be added. */
export const reasons: Record<string, Reason> = {
  "no-sender": { word: m.mail_no_sender, text: m.mail_no_sender_text, basis: m.mail_basis_203 },
  "no-opt-out": { word: m.mail_no_opt_out, text: m.mail_no_opt_out_text, basis: m.mail_basis_200_202 },
  restricted: { word: m.mail_restricted, text: m.mail_restricted_text, basis: m.mail_basis_gdpr_18 },
  objected: { word: m.mail_objected, text: m.mail_objected_text, basis: m.mail_basis_gdpr_21 },
  withdrawn: { word: m.mail_withdrawn, text: m.mail_withdrawn_text, basis: m.mail_basis_gdpr_7_3 },
  bounced: { word: m.mail_bounced, text: m.mail_bounced_text, basis: m.mail_basis_gdpr_5_d },
  "time-over": { word: m.mail_time_over, text: m.mail_time_over_text, basis: m.mail_basis_gdpr_5_e },
  "consent-unproven": { word: m.mail_unproven, text: m.mail_unproven_text, basis: m.mail_basis_gdpr_7_1 },
  consent: { word: m.mail_consent, text: m.mail_consent_text, basis: m.mail_basis_200_1 },
  "legal-person": { word: m.mail_legal, text: m.mail_legal_text, basis: m.mail_basis_202 },
  "consent-only": { word: m.mail_consent_only, text: m.mail_consent_only_text, basis: m.mail_basis_own },
  soft: { word: m.mail_soft, text: m.mail_soft_text, basis: m.mail_basis_200_3 },
  "other-goods": { word: m.mail_other_goods, text: m.mail_other_goods_text, basis: m.mail_basis_200_3 },
  "named-address": { word: m.mail_named, text: m.mail_named_text, basis: m.mail_basis_200_1 },
  "no-consent": { word: m.mail_no_consent, text: m.mail_no_consent_text, basis: m.mail_basis_200_1 },
  "not-renewing": { word: m.mail_not_renewing, text: m.mail_not_renewing_text, basis: m.mail_basis_own },
};

const notAdded: Record<string, () => string> = {
  known: m.mail_left_known,
  "no-email": m.mail_left_no_email,
  suppressed: m.mail_left_suppressed,
};

/** Why, in a word or two. */
export function because(code: string): string {
  if (Object.hasOwn(reasons, code)) return reasons[code]!.word();
  return Object.hasOwn(notAdded, code) ? notAdded[code]!() : code;
}

export type Look = "may" | "renew" | "over" | "no";

/** How an address stands, for its icon and word. */
export function standing(line: Pick<MailLine, "decision" | "over" | "renewing">): {
  look: Look;
  word: string;
} {
  if (line.over && line.decision.because === "time-over") return { look: "over", word: m.mail_time_over() };
  if (!line.decision.allow) return { look: "no", word: because(line.decision.because) };
  if (line.renewing) return { look: "renew", word: m.mail_renewing() };
  return { look: "may", word: m.mail_may() };
}

export interface DecisionStep {
  title: string;
  text: string;
  basis?: string;
  /** Civil day; empty where the step has none. */
  on: string;
}

const suppressions: Record<string, () => string> = {
  withdrawn: m.mail_suppressed_withdrawn,
  objected: m.mail_suppressed_objected,
  bounced: m.mail_suppressed_bounced,
};

/** What is on record, what rule it meets, and how long the address may be kept. */
export function decisionSteps(line: MailLine): DecisionStep[] {
  const { standing: ledger } = line.entry;
  const steps: DecisionStep[] = [record(ledger)];
  if (line.suppressed)
    steps.push({
      title: m.mail_step_suppressed(),
      text: (suppressions[line.suppressed] ?? m.mail_suppressed_withdrawn)(),
      on: "",
    });
  const rule = reasons[line.decision.because];
  if (rule) steps.push({ title: rule.word(), text: rule.text(), basis: rule.basis(), on: "" });
  if (line.clock.until)
    steps.push({ title: m.mail_step_kept(), text: counted(line.clock.because), on: line.clock.until });
  return steps;
}

function record(ledger: MailLine["entry"]["standing"]): DecisionStep {
  if (ledger.permission === "given")
    return {
      title: m.mail_step_given(),
      text: ledger.proven ? m.mail_step_proven() : m.mail_step_unproven(),
      on: ledger.on,
    };
  if (ledger.permission === "refused")
    return { title: m.mail_step_refused(), text: m.mail_step_refused_text(), on: ledger.on };
  return { title: m.mail_step_none(), text: m.mail_step_none_text(), on: "" };
}

const starts: Record<string, () => string> = {
  consent: m.mail_clock_consent,
  contact: m.mail_clock_contact,
  added: m.mail_clock_added,
  withdrawn: m.mail_clock_withdrawn,
};
const counted = (from: string): string => (starts[from] ?? m.mail_clock_unknown)();

/** Why the address goes on that day. */
export function clockSteps(clock: MailLine["clock"]): WhyStep[] {
  return [
    { title: m.mail_why_start(), text: counted(clock.because), on: clock.from },
    { title: m.mail_why_period(), text: m.mail_why_period_text(), on: clock.until },
    { title: m.mail_why_goes(), text: m.mail_why_goes_text(), on: clock.eraseOn },
  ].filter((step) => step.on !== "");
}

/** The lower-case beginnings of the sending's outcome; a number is the mail server's own. */
export function failure(code: string): string {
  if (/^\d{3}$/.test(code)) return m.mail_answered({ code });
  return code === "" ? m.mail_failed_unknown() : because(code);
}
