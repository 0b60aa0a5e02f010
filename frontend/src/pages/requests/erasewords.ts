// The words of an erasure on request: classes, what is done to them, and why something stays.
import { m } from "$lib/i18n";

export const classWords: Record<string, () => string> = {
  customer: m.req_class_customer,
  "contact-person": m.req_class_contact_person,
  contact: m.req_class_contact,
  chat: m.req_class_chat,
  recording: m.req_class_recording,
  technical: m.req_class_technical,
  delivery: m.req_class_delivery,
  consent: m.req_class_consent,
  mailing: m.req_class_mailing,
  suppression: m.req_class_suppression,
  request: m.req_class_request,
  audit: m.req_class_audit,
  copies: m.req_class_copies,
  backups: m.req_class_backups,
  disclosure: m.req_class_disclosure,
  invoice: m.req_class_invoice,
};

export const doesWords: Record<string, () => string> = {
  erase: m.req_does_erase,
  mask: m.req_does_mask,
  keep: m.req_does_keep,
  suppress: m.req_does_suppress,
  outside: m.req_does_outside,
};

export const becauseWords: Record<string, () => string> = {
  hold: m.req_because_hold,
  receivable: m.req_because_receivable,
  restricted: m.req_because_restricted,
  request: m.req_because_request,
  refusal: m.req_because_refusal,
  "request-file": m.req_because_request_file,
  "audit-log": m.req_because_audit_log,
  copies: m.req_because_copies,
  backups: m.req_because_backups,
};
