// The letters of a request in words, and which of them answers it.
import type { RequestPage } from "$lib/api/requests";
import { m } from "$lib/i18n";

import { absolute, answers } from "./steps";

export const letterWords: Record<string, () => string> = {
  confirm: m.req_l_confirm,
  identity: m.req_l_identity,
  clarify: m.req_l_clarify,
  extend: m.req_l_extend,
  refuse: m.req_l_refuse,
  access: m.req_l_access,
  rectified: m.req_l_rectified,
  "not-rectified": m.req_l_not_rectified,
  erased: m.req_l_erased,
  restricted: m.req_l_restricted,
  lifting: m.req_l_lifting,
  portable: m.req_l_portable,
  "marketing-off": m.req_l_marketing_off,
  objection: m.req_l_objection,
  "objection-not": m.req_l_objection_not,
  withdrawn: m.req_l_withdrawn,
  recipient: m.req_l_recipient,
};

export const wayWords: Record<string, () => string> = {
  paper: m.req_way_paper,
  "email-encrypted": m.req_way_email,
  "in-person": m.req_way_person,
};

/** "[syy], [poistopäivä]" without the brackets that mark the places in the text. */
export const missingWords = (missing: readonly string[]): string =>
  missing.map((place) => place.replace(/^\[|\]$/g, "")).join(", ");

/** The letter that the request needs now: what is asked while it waits, the refusal once it is refused, else the answer;
 *  while it is not yet known who asks, or nothing is erased yet, only that the request has come. */
export function letterNow(
  { request, erased }: Pick<RequestPage, "request" | "erased">,
  kinds: readonly string[],
): string {
  const early =
    !request.closedOn &&
    ((!absolute(request) && request.verifiedOn === "") || (request.kind === "erase" && !erased));
  const wanted =
    { refused: "refuse", identity: "identity", clarify: "clarify" }[request.state] ??
    (early ? "confirm" : "");
  if (wanted && kinds.includes(wanted)) return wanted;
  return kinds.find((kind) => kind !== "refuse" && answers.includes(kind)) ?? kinds[0] ?? "confirm";
}
