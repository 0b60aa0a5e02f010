import { describe, expect, it } from "vitest";

import type { MailLine } from "$lib/api/mailing";
import { m } from "$lib/i18n";

import { because, clockSteps, decisionSteps, failure, standing } from "./words";

const line = (part: object, ledger: object = { permission: "none", on: "", proven: false }) =>
  ({
    entry: { standing: ledger },
    clock: {
      from: "2026-05-01",
      until: "2029-05-01",
      eraseOn: "2029-05-02",
      renewOn: "",
      because: "consent",
    },
    suppressed: "",
    decision: { allow: false, mode: "", because: "no-consent" },
    over: false,
    renewing: false,
    ...part,
  }) as unknown as MailLine;
const given = { permission: "given", on: "2026-05-01", proven: true };
const allow = { allow: true, mode: "consent", because: "consent" };

describe("how an address stands", () => {
  it("tells the reason where nothing may be sent", () => {
    expect(standing(line({}))).toEqual({ look: "no", word: m.mail_no_consent() });
  });
  it("tells a permission that is about to end from one that is not", () => {
    expect(standing(line({ decision: allow })).look).toBe("may");
    expect(standing(line({ decision: allow, renewing: true })).look).toBe("renew");
  });
  it("keeps a refusal before the time that is over", () => {
    const refused = { allow: false, mode: "", because: "withdrawn" };
    expect(standing(line({ decision: refused, over: true }))).toEqual({
      look: "no",
      word: m.mail_withdrawn(),
    });
    expect(standing(line({ decision: { ...refused, because: "time-over" }, over: true })).look).toBe("over");
  });
});

describe("the steps of the decision", () => {
  it("give the record with its day, the rule with its provision, and the last day", () => {
    const steps = decisionSteps(line({ decision: allow }, given));
    expect(steps.map((step) => step.on)).toEqual(["2026-05-01", "", "2029-05-01"]);
    expect(steps[0]!.text).toBe(m.mail_step_proven());
    expect(steps[1]!.basis).toBe(m.mail_basis_200_1());
  });
  it("say that a permission can not be shown", () => {
    const steps = decisionSteps(
      line(
        { decision: { allow: false, mode: "", because: "consent-unproven" } },
        { ...given, proven: false },
      ),
    );
    expect(steps[0]!.text).toBe(m.mail_step_unproven());
    expect(steps[1]!.title).toBe(m.mail_unproven());
  });
  it("name the suppression between the record and the rule", () => {
    const steps = decisionSteps(
      line({ suppressed: "objected", decision: { allow: false, mode: "", because: "objected" } }, given),
    );
    expect(steps.map((step) => step.title).slice(1, 3)).toEqual([
      m.mail_step_suppressed(),
      m.mail_objected(),
    ]);
  });
});

it("an entry without a working clock has no steps to its end", () => {
  expect(clockSteps({ from: "", until: "", eraseOn: "", renewOn: "", because: "clock" })).toEqual([]);
  expect(clockSteps(line({}).clock).map((step) => step.on)).toEqual([
    "2026-05-01",
    "2029-05-01",
    "2029-05-02",
  ]);
});

it("a code without a word is shown as it is, never as another reason", () => {
  expect(because("new-code")).toBe("new-code");
  expect(because("toString")).toBe("toString");
  expect(failure("550")).toContain("550");
  expect(failure("objected")).toBe(m.mail_objected());
});
