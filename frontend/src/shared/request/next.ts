// What to do next with a request, by its code.
import { m } from "$lib/i18n";

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

/** The sentence alone, where only the code is known. */
export function nextSentence(next: string, kind: string): string {
  if (next === "confirm") return kind === "withdraw" ? m.req_n_confirm_withdraw() : m.req_n_confirm_object();
  return sentences[next]?.() ?? "";
}
