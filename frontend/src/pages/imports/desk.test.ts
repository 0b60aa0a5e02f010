import { beforeEach, expect, it, vi } from "vitest";

import type { HistoryPreview, PlannedConversation } from "$lib/api/histories";
import type { Incoming } from "$lib/api/imports";
import { toAppError } from "$lib/errors";
import { router } from "$lib/shared/router.svelte";

import { Desk } from "./desk.svelte";

const imports = vi.hoisted(() => ({
  entryFields: vi.fn(() => Promise.resolve(["on"])),
  importBatches: vi.fn(() => Promise.resolve([])),
  importFields: vi.fn(() => Promise.resolve(["name"])),
  pickFiles: vi.fn(),
  previewEntries: vi.fn(),
  previewImport: vi.fn(),
  recognise: vi.fn(),
  runEntries: vi.fn(),
  runImport: vi.fn(),
  undoImport: vi.fn(),
}));
const histories = vi.hoisted(() => ({ placesIn: vi.fn(), previewHistories: vi.fn(), runHistories: vi.fn() }));
vi.mock("$lib/api/imports", () => imports);
vi.mock("$lib/api/histories", () => histories);
vi.mock("$lib/api/session", () => ({ cancelJob: vi.fn(() => Promise.resolve()) }));

const file = (name: string, kind: string, sure = true, table = false): Incoming =>
  ({ path: `/x/${name}`, is: { name, kind, sure, table, format: "", variant: "" } }) as Incoming;
const counts = { conversations: 2, skipped: 1, contacts: 1, waiting: 0 };
const row = (key: string, code = ""): PlannedConversation =>
  ({
    key,
    do: code ? "skip" : "existing",
    first: "2026-06-07",
    reason: code ? { code } : undefined,
  }) as PlannedConversation;
const seen = (part: Partial<HistoryPreview> = {}): HistoryPreview =>
  ({
    files: [{ name: "a", format: "whatsapp-txt", variant: "", findings: [] }],
    conversations: [row("a"), row("b", "import-person-unknown")],
    authors: [],
    askUs: false,
    counts,
    skipped: [],
    remarks: [],
    digest: "d1",
    ...part,
  }) as unknown as HistoryPreview;
const later = (milliseconds = 0) => new Promise((done) => setTimeout(done, milliseconds));

beforeEach(() => {
  vi.clearAllMocks();
  imports.previewImport.mockResolvedValue({ columns: [], counts: {}, rows: [], skipped: [], remarks: [] });
  imports.previewEntries.mockResolvedValue({ columns: [], counts: {}, rows: [], skipped: [], remarks: [] });
  histories.previewHistories.mockResolvedValue(seen());
  router.reset();
});

it("takes conversations together and keeps the rest for later", async () => {
  const desk = new Desk();
  const chats = [file("message_1.json", "conversations"), file("message_2.json", "conversations")];
  imports.recognise.mockResolvedValue([...chats, file("asiakkaat.csv", "customers", true, true)]);
  await desk.take(["/x/message_1.json", "/x/message_2.json", "/x/asiakkaat.csv"]);
  expect([desk.kind, desk.step]).toEqual(["conversations", "check"]);
  expect(histories.previewHistories.mock.calls[0]![0].paths).toEqual([
    "/x/message_1.json",
    "/x/message_2.json",
  ]);
  expect(desk.rest.map((each) => each.is.name)).toEqual(["asiakkaat.csv"]);
  await desk.next();
  expect([desk.kind, desk.rest.length]).toEqual(["customers", 0]);
  expect(imports.previewImport).toHaveBeenCalledOnce();
});

it("asks what a table is where it can not be told, and says why a file can not be read", async () => {
  const desk = new Desk();
  imports.recognise.mockResolvedValue([file("x.csv", "contacts", false, true)]);
  await desk.take(["/x/x.csv"]);
  expect(desk.step).toBe("ask");
  await desk.as("deliveries");
  expect(desk.step).toBe("check");
  expect(imports.previewEntries.mock.calls[0]![0]).toMatchObject({
    register: "deliveries",
    file: { path: "/x/x.csv" },
  });
  const broken = file("x.zip", "");
  imports.recognise.mockResolvedValue([
    { ...broken, is: { ...broken.is, problem: { code: "import-empty", field: "file", args: {} } } },
  ]);
  await desk.take(["/x/x.zip"]);
  expect([desk.step, desk.problem?.text]).toEqual(["file", "Tiedostossa ei ole rivejä."]);
});

it("hands statistics over to their own page", async () => {
  const desk = new Desk();
  imports.recognise.mockResolvedValue([file("ga4.csv", "visits")]);
  await desk.take(["/x/ga4.csv"]);
  expect(router.current).toEqual({ page: "visits", params: { path: "/x/ga4.csv" } });
  expect(desk.step).toBe("file");
});

it("asks who the firm is, the likely ones marked, and brings nothing in before", async () => {
  const desk = new Desk();
  imports.recognise.mockResolvedValue([file("a.txt", "conversations")]);
  const authors = [
    { name: "Aino", conversations: 1, us: false, likely: false },
    { name: "Räystäs Oy", conversations: 1, us: false, likely: true },
  ];
  histories.previewHistories.mockResolvedValueOnce(seen({ askUs: true, authors }));
  await desk.take(["/x/a.txt"]);
  const { talks } = desk;
  expect([talks.us, talks.ready]).toEqual([["Räystäs Oy"], false]);
  await talks.run();
  expect(histories.runHistories).not.toHaveBeenCalled();
  talks.tellUs();
  await later(250);
  expect(histories.previewHistories.mock.lastCall![0].us).toEqual(["Räystäs Oy"]);
  expect([talks.ready, talks.comes, talks.undecided]).toEqual([true, 1, 1]);
});

it("keeps one choice for a conversation, and runs what was shown", async () => {
  const desk = new Desk();
  imports.recognise.mockResolvedValue([file("a.txt", "conversations")]);
  await desk.take(["/x/a.txt"]);
  const { talks } = desk;
  const unknown = talks.preview!.conversations[1]!;
  talks.toCustomer(unknown, "1001");
  talks.toNew(unknown, "Aino Kuusela", "", "040 555 0101");
  expect(talks.choices.choices).toEqual([
    { key: "b", to: "new", number: "", name: "Aino Kuusela", email: "", phone: "040 555 0101" },
  ]);
  expect(talks.ready).toBe(false); // what is shown is of before
  histories.previewHistories.mockResolvedValue(seen({ digest: "d2" }));
  await later(250);
  histories.runHistories.mockResolvedValue({ batch: "b1", counts });
  await desk.run();
  expect(histories.runHistories).toHaveBeenCalledWith(talks.choices, "d2");
  expect([desk.step, desk.doneText]).toEqual(["done", "Tuotu: 1 keskustelu."]);
});

it("goes to the mapper where nobody knows the form, and needs the text first", async () => {
  const desk = new Desk();
  const unknown = toAppError('[{"code":"import-format-unknown","field":"file"}]');
  imports.recognise.mockResolvedValue([file("x.json", "conversations", false)]);
  histories.previewHistories.mockRejectedValueOnce(unknown);
  histories.placesIn.mockResolvedValue({
    fields: ["time", "text"],
    places: [{ path: "[].b", example: "Hei" }],
    map: [],
  });
  await desk.take(["/x/x.json"]);
  expect([desk.step, desk.talks.mapped]).toEqual(["map", false]);
  desk.talks.check();
  expect(desk.step).toBe("map");
  desk.talks.place("text", "[].b");
  await later(250);
  expect(histories.previewHistories.mock.lastCall![0].map).toEqual([{ field: "text", path: "[].b" }]);
  desk.talks.check();
  expect(desk.step).toBe("check");
});

it("offers both readings of a day that can be read two ways, also after choosing", async () => {
  const desk = new Desk();
  imports.recognise.mockResolvedValue([file("a.txt", "conversations")]);
  const findings = [{ code: "talk-day-order", where: 0, args: { order: "day" } }];
  const files = [{ name: "a", format: "whatsapp-txt", variant: "", findings }];
  histories.previewHistories.mockResolvedValueOnce(seen({ files }));
  await desk.take(["/x/a.txt"]);
  expect(desk.talks.readings).toEqual({ day: "2026-06-07", month: "2026-07-06" });
  desk.talks.change({ dayFirst: "no" });
  await later(250);
  expect(desk.talks.readings).toEqual({ day: "2026-06-07", month: "2026-07-06" });
});
