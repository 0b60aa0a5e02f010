// What to do next with a request: the sentence, and why it is asked.
import type { RequestPage } from "$lib/api/requests";
import { m } from "$lib/i18n";

import { written } from "./steps";

const sentences: Record<string, () => string> = {
  verify: m.req_n_verify,
  "wait-identity": m.req_n_wait_identity,
  "wait-clarify": m.req_n_wait_clarify,
  erase: m.req_n_erase,
  closed: m.req_n_closed,
  "answer-access": m.req_n_access,
  "answer-rectify": m.req_n_rectify,
  "answer-erase": m.req_n_erase_answer,
  "answer-restrict": m.req_n_restrict,
  "answer-port": m.req_n_port,
  "answer-object": m.req_n_object,
};
const reasons: Record<string, () => string> = {
  verify: m.req_n_verify_text,
  "wait-identity": m.req_n_wait_identity_text,
  "wait-clarify": m.req_n_wait_clarify_text,
};

export function nextWords(page: RequestPage): { sentence: string; reason: string } {
  const { next, request } = page;
  const answering = next === "confirm" || next.startsWith("answer-");
  if (answering && written(page)) return { sentence: m.req_n_sent(), reason: "" };
  return { sentence: nextSentence(next, request.kind), reason: reasons[next]?.() ?? "" };
}

/** The sentence alone, where only the code is known. */
export function nextSentence(next: string, kind: string): string {
  if (next === "confirm") return kind === "withdraw" ? m.req_n_confirm_withdraw() : m.req_n_confirm_object();
  return sentences[next]?.() ?? "";
}
