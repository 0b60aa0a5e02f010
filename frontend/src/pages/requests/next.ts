// What to do next with a request: the sentence, and why it is asked.
import type { RequestPage } from "$lib/api/requests";
import { m } from "$lib/i18n";
import { nextSentence } from "$lib/shared/request/next";

import { written } from "./steps";

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
