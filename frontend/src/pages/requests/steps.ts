// The row of steps that a request goes through, by what is asked, and how far it has come.
import type { RequestPage } from "$lib/api/requests";
import { day, m } from "$lib/i18n";

type StepName = "received" | "identity" | "work" | "erase" | "letter" | "sent";

/** Letters that answer; the others ask, confirm or tell of a delay. */
export const answers: readonly string[] = [
  "access",
  "rectified",
  "not-rectified",
  "erased",
  "restricted",
  "portable",
  "marketing-off",
  "objection",
  "objection-not",
  "withdrawn",
  "refuse",
];

/** Heeded at once, without weighing and without asking who it is (Art. 7(3), 21(3)). */
export const absolute = (request: { kind: string; marketing: boolean }): boolean =>
  request.kind === "withdraw" || (request.kind === "object" && request.marketing);

export const written = (page: Pick<RequestPage, "letters">): boolean =>
  page.letters.some((letter) => answers.includes(letter.kind));

function names(page: RequestPage): readonly StepName[] {
  const { request } = page;
  if (absolute(request)) return ["received", "work", "letter", "sent"];
  if (request.kind === "erase") return ["received", "identity", "work", "erase", "letter", "sent"];
  return ["received", "identity", "work", "letter", "sent"];
}

const works: Record<string, () => string> = {
  rectify: m.req_s_rectify,
  restrict: m.req_s_restrict,
  object: m.req_s_weigh,
  withdraw: m.req_s_withdrawn,
};

function label(name: StepName, { request }: RequestPage): string {
  switch (name) {
    case "received":
      return m.req_s_received({ day: short(request.received) });
    case "identity":
      return request.verifiedOn
        ? m.req_s_identity_done({ day: short(request.verifiedOn) })
        : m.req_s_identity();
    case "work":
      return request.kind === "object" && request.marketing
        ? m.req_s_off()
        : (works[request.kind] ?? m.req_s_check)();
    case "erase":
      return m.req_s_erase();
    case "letter":
      return m.req_s_letter();
    default:
      return m.req_s_sent();
  }
}

/** "2026-11-06" -> "6.11." */
const short = (iso: string) => day(iso).replace(/\d{4}$/, "");

function done(name: StepName, page: RequestPage): boolean {
  const { request } = page;
  const closed = request.closedOn !== "";
  switch (name) {
    case "received":
      return true;
    case "identity":
      return request.verifiedOn !== "" || closed;
    case "work":
      return absolute(request) || written(page) || page.erased || closed;
    case "erase":
      return page.erased || closed;
    case "letter":
      return written(page) || closed;
    default:
      return closed;
  }
}

/** Labels, and the index of the present one: behind the last when all is done. On the letter's page the work counts as done. */
export function stepsOf(page: RequestPage, writing = false): { labels: string[]; current: number } {
  const all = names(page);
  const first = all.findIndex((name) => !done(name, page));
  const letter = all.indexOf("letter");
  const current = first < 0 ? all.length : writing && first < letter ? letter : first;
  return { labels: all.map((name) => label(name, page)), current };
}
