import { describe, expect, it } from "vitest";

import type { Decision, Event } from "$lib/api/customers";
import { setLanguage } from "$lib/i18n";

import { distance, notMoving, whySteps } from "./why";

const event = (kind: string, on: string, note = ""): Event => ({ kind, on, note });
const decision = (change: Partial<Decision> = {}): Decision => {
  const last = event("contact", "2026-03-12", "phone");
  const step = { event: last, months: 0, text: "" };
  return {
    class: "customer",
    customerId: "",
    record: "r",
    customer: "1042",
    name: "Asiakas",
    do: "erase",
    until: "2029-03-12",
    eraseOn: "2029-03-13",
    because: "last-needed",
    lastNeeded: last,
    steps: [
      { ...step, code: "event", on: "2026-03-12" },
      { ...step, code: "period", on: "2029-03-12", months: 36 },
      { ...step, code: "erase-on", on: "2029-03-13" },
    ],
    notCounted: [],
    counts: {
      customers: 1,
      persons: 0,
      contacts: 1,
      messages: 0,
      attachments: 0,
      deliveries: 0,
      consents: 0,
      entries: 0,
      technical: 0,
      requests: 0,
      visitors: 0,
      anonymised: 0,
      logRows: 0,
    },
    ...change,
  };
};

describe("why", () => {
  it("tells the event, the period and the day, each with its date", () => {
    const steps = whySteps(decision());
    expect(steps.map((step) => step.on)).toEqual(["2026-03-12", "2029-03-12", "2029-03-13"]);
    expect(steps[0]!.text).toBe("Yhteydenotto puhelimessa.");
    expect(steps[1]!.title).toBe("Siitä 3 vuotta");
  });

  it("tells a hold with its reason and the day of review", () => {
    const given = decision();
    given.steps.push({ ...given.steps[0]!, code: "hold", on: "2030-01-01", text: "Reklamaatio kesken." });
    expect(whySteps(given)[3]).toMatchObject({ text: "Reklamaatio kesken.", on: "2030-01-01" });
  });

  it("names what was looked at and does not move the day", () => {
    const text = notMoving(
      decision({ notCounted: [event("mass", "2026-09-02"), event("contact", "2062-01-01")] }),
    );
    expect(text).toContain("Joukkoviesti 2.9.2026.");
    expect(text).toContain("1.1.2062");
  });
});

describe("how far away a day is", () => {
  it.each([
    ["2026-11-21", "2029-03-13", "2 vuoden ja 3 kuukauden päästä."],
    ["2026-11-21", "2026-12-19", "28 päivän päästä."],
    ["2026-11-21", "2026-11-22", "1 päivän päästä."],
    ["2026-11-21", "2026-11-21", "Tänään."],
    ["2026-11-21", "2027-11-21", "1 vuoden päästä."],
    ["2026-01-31", "2026-03-31", "2 kuukauden päästä."],
    ["2026-01-31", "2026-03-30", "58 päivän päästä."],
  ])("from %s to %s is %s", (today, on, text) => {
    expect(distance(today, on)).toBe(text);
  });

  it("bends the words in Swedish and English", () => {
    setLanguage("sv");
    expect(distance("2026-11-21", "2027-12-21")).toBe("Om 1 år och 1 månad.");
    setLanguage("en");
    expect(distance("2026-11-21", "2028-11-25")).toBe("In 2 years.");
  });
});
