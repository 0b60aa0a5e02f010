import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Request, RequestPage } from "$lib/api/requests";

import { board, laneOf } from "./board";
import { blankRequest } from "./form";
import { letterNow } from "./letterwords";
import { nextWords } from "./next";
import { OpenRequest } from "./open.svelte";
import { stepsOf } from "./steps";
import { timeLeft, title, weekDay } from "./words";
import { target, whySentence, whySteps } from "./why";

const deadline = {
  ...blankRequest("", "fi").deadline,
  target: "2026-12-06",
  last: "2026-12-07",
  extendedTarget: "2027-02-06",
  extendedLast: "2027-02-08",
  due: "2026-12-07",
  left: 14,
  holiday: "independence-day",
};
const request = (over: Partial<Request> = {}, days: Partial<Request["deadline"]> = {}): Request => ({
  ...blankRequest("2026-11-06", "fi"),
  id: "r1",
  number: "TP-2026-07",
  state: "working",
  name: "Helvi Mäkinen",
  ...over,
  deadline: { ...deadline, ...days },
});
const page = (over: Partial<RequestPage> = {}): RequestPage => ({
  request: request({ verifiedOn: "2026-11-09" }),
  history: [],
  next: "answer-access",
  finds: [],
  letters: [],
  tasks: [],
  erased: false,
  ...over,
});
const letter = (kind: string) => ({
  id: "l1",
  requestId: "r1",
  customerId: "",
  kind,
  language: "fi",
  on: "2026-11-23",
  way: "paper",
  pages: 9,
  sha256: "",
});

it("puts a request on its lane: what waits for the person is never late", () => {
  expect(laneOf(request({}, { left: -1 }))).toBe("late");
  expect(laneOf(request({}, { left: 0 }))).toBe("week");
  expect(laneOf(request({}, { left: 7 }))).toBe("week");
  expect(laneOf(request({}, { left: 8 }))).toBe("later");
  expect(laneOf(request({}, { left: -1, paused: true }))).toBe("paused");
});

it("orders a lane by the day that counts", () => {
  const late = request({ id: "b", number: "TP-2026-02" }, { left: -2, due: "2026-11-20" });
  const later = request({ id: "a", number: "TP-2026-01" }, { left: -9, due: "2026-11-13" });
  expect(
    board([late, later])
      .get("late")!
      .map((each) => each.id),
  ).toEqual(["a", "b"]);
});

it("says how much time there is with its status", () => {
  expect(timeLeft(request({}, { left: 15 }).deadline).status).toBeUndefined();
  expect(timeLeft(request().deadline)).toEqual({ status: "soon", text: "14 päivää" });
  expect(timeLeft(request({}, { left: 0 }).deadline)).toEqual({ status: "due", text: "Tänään" });
  expect(timeLeft(request({}, { left: -1 }).deadline)).toEqual({
    status: "due",
    text: "1 päivä myöhässä",
  });
});

it("names the day of the week and what moved the last day", () => {
  expect(weekDay("2026-12-07")).toBe("ma 7.12.2026");
  expect(whySentence(request())).toBe(
    "Kuukausi saapumisesta. 6.12.2026 on itsenäisyyspäivä, joten viimeinen päivä siirtyy seuraavaan arkipäivään.",
  );
  const extended = request({ extendedOn: "2026-11-30" });
  expect(target(extended)).toBe("2027-02-06");
  expect(whySentence(extended)).toContain("30.11.2026");
  expect(target(request({ extendedOn: "2026-12-20" }, { extendedLate: true }))).toBe("2026-12-06");
});

it("has words for every step of why", () => {
  const event = { on: "2026-11-10", kind: "", note: "" };
  const codes = [
    "received",
    "month",
    "moved",
    "extended",
    "extended-late",
    "waited",
    "asked-late",
    "suspended",
  ];
  const steps = whySteps({
    ...deadline,
    suspended: 3,
    steps: codes.map((code) => ({ code, on: "2026-12-07", event, months: 0, text: "" })),
  });
  expect(new Set(steps.map((step) => step.title)).size).toBe(codes.length);
  expect(steps[5]!.text).toBe("Kysyttiin 10.11.2026.");
  expect(steps[7]!.text).toBe("Aika oli pysähdyksissä 3 päivää.");
});

it("walks an access request from receipt to sent", () => {
  const fresh = page({ request: request({ state: "received" }), next: "verify" });
  expect(stepsOf(fresh)).toEqual({
    labels: ["Vastaanotettu 6.11.", "Henkilöllisyys", "Tietojen tarkistus", "Kirje", "Lähetetty"],
    current: 1,
  });
  expect(stepsOf(page()).current).toBe(2);
  expect(stepsOf(page(), true).current).toBe(3);
  expect(stepsOf(page({ letters: [letter("confirm")] })).current).toBe(2);
  expect(stepsOf(page({ letters: [letter("access")] })).current).toBe(4);
  const closed = page({ request: request({ closedOn: "2026-11-23", state: "answered" }) });
  expect(stepsOf(closed).current).toBe(5);
});

it("does not ask who it is where the address is enough", () => {
  const marketing = page({ request: request({ kind: "object", marketing: true }), next: "confirm" });
  expect(stepsOf(marketing)).toEqual({
    labels: ["Vastaanotettu 6.11.", "Markkinointi lopetettu", "Kirje", "Lähetetty"],
    current: 2,
  });
  expect(nextWords(marketing).sentence).toBe("Markkinointi on lopetettu. Kerro siitä henkilölle.");
  expect(nextWords(page({ letters: [letter("access")] })).sentence).toContain("Merkitse pyyntö vastatuksi");
});

it("an erasure has its own step, done when the data are gone", () => {
  const erase = page({ request: request({ kind: "erase", verifiedOn: "2026-11-09" }), next: "erase" });
  expect(stepsOf(erase).labels).toContain("Poisto");
  const gone = { ...erase, erased: true };
  expect(stepsOf(gone).current).toBe(4);
});

it("knows a sentence for every thing to do next", () => {
  const kinds = ["access", "rectify", "erase", "restrict", "port", "object"].map((kind) => `answer-${kind}`);
  for (const next of ["verify", "wait-identity", "wait-clarify", "erase", "confirm", "closed", ...kinds])
    expect(nextWords(page({ next })).sentence, next).not.toBe("");
});

it("offers the letter that is needed now", () => {
  const kinds = ["confirm", "identity", "clarify", "extend", "access", "refuse"];
  const now = (over: Parameters<typeof request>[0], erased = false) =>
    letterNow(page({ request: request({ verifiedOn: "2026-11-09", ...over }), erased }), kinds);
  expect(now({})).toBe("access");
  expect(now({ verifiedOn: "" })).toBe("confirm");
  expect(now({ state: "refused", verifiedOn: "" })).toBe("refuse");
  expect(now({ state: "identity", verifiedOn: "" })).toBe("identity");
  kinds.splice(4, 1, "erased");
  expect(now({ kind: "erase" })).toBe("confirm");
  expect(now({ kind: "erase" }, true)).toBe("erased");
});

it("calls a person without a name by the card", () => {
  expect(title(request())).toBe("Tietopyyntö: Helvi Mäkinen");
  expect(title(request({ name: "", customer: "1042" }))).toBe("Tietopyyntö: asiakas 1042");
  expect(title(request({ name: "" }))).toBe("Tietopyyntö: nimi puuttuu");
});

const Page = vi.fn();
beforeEach(() => {
  vi.stubGlobal("go", { desktop: { Requests: { Page } } });
  Page.mockReset().mockResolvedValue(page());
});
afterEach(() => vi.unstubAllGlobals());

it("asks for the page anew after a step, and leaves it as it was when the step is refused", async () => {
  const open = new OpenRequest("r1");
  await open.load();
  expect(Page).toHaveBeenCalledTimes(1);
  await open.act(async () => undefined);
  expect(Page).toHaveBeenCalledTimes(2);
  await expect(
    open.act(async () => {
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(Page).toHaveBeenCalledTimes(2);
  expect(open.request?.number).toBe("TP-2026-07");
});
