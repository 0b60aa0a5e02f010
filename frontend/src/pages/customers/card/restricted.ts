// The words of restrictions: why, on which ground they are used all the same, and for what.
import type { Ground, UseCode, UseGround } from "$lib/api/restrictions";
import { m } from "$lib/i18n";

export const groundWords: Record<Ground, () => string> = {
  accuracy: m.restr_ground_accuracy,
  unlawful: m.restr_ground_unlawful,
  claims: m.restr_ground_claims,
  objection: m.restr_ground_objection,
};
export const useGroundWords: Record<UseGround, () => string> = {
  consent: m.restr_use_consent,
  claims: m.restr_use_claims,
  rights: m.restr_use_rights,
  "public-interest": m.restr_use_public_interest,
};
export const useWords: Record<UseCode, () => string> = {
  edit: m.restr_what_edit,
  erase: m.restr_what_erase,
  merge: m.restr_what_merge,
  export: m.restr_what_export,
  disclose: m.restr_what_disclose,
};
