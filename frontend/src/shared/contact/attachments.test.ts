import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";

import Attachments from "./Attachments.svelte";
import { clock } from "./clock";

const api = vi.hoisted(() => ({
  attachments: vi.fn(),
  addAttachment: vi.fn(),
  deleteAttachment: vi.fn(),
  restoreAttachment: vi.fn(),
  dropAttachment: vi.fn(),
  openAttachment: vi.fn(),
  saveAttachment: vi.fn(),
  soundOf: vi.fn(),
  transcriptPreview: vi.fn(),
  saveTranscript: vi.fn(),
}));
vi.mock("$lib/api/attachments", () => api);

const file = (id: string, name: string, family: string) => ({
  id,
  contactId: "k1",
  name,
  family,
  mediaType: "",
  size: 48_200,
  recording: family === "audio",
  added: "",
  plays: family === "audio",
  opens: family !== "other",
});
beforeEach(() => {
  for (const one of Object.values(api)) one.mockReset().mockResolvedValue(undefined);
  api.attachments.mockResolvedValue([
    file("a1", "puhelu.wav", "audio"),
    file("a2", "tarjous.pdf", "pdf"),
    file("a3", "ohjelma.exe", "other"),
  ]);
});

it("shows times as a clock", () => {
  expect([0, 5, 200, 3750, NaN, -1].map(clock)).toEqual(["0.00", "0.05", "3.20", "1.02.30", "0.00", "0.00"]);
});

it("fetches no recording before somebody wants to hear it", async () => {
  render(Attachments, { contactId: "k1" });
  expect(await screen.findByRole("button", { name: "Kuuntele puhelu.wav" })).toBeTruthy();
  expect(api.soundOf).not.toHaveBeenCalled();
  expect(screen.queryByRole("button", { name: /Kuuntele (tarjous|ohjelma)/ })).toBeNull();
});

it("opens in another program only after the warning, and never what may be a program", async () => {
  render(Attachments, { contactId: "k1" });
  await fireEvent.click(await screen.findByRole("button", { name: "Avaa tarjous.pdf toisessa ohjelmassa" }));
  expect(api.openAttachment).not.toHaveBeenCalled();
  expect(screen.queryByRole("button", { name: "Avaa ohjelma.exe toisessa ohjelmassa" })).toBeNull();
  await fireEvent.click(await screen.findByRole("button", { name: "Avaa kopio" }));
  expect(api.openAttachment).toHaveBeenCalledWith("a2");
});

it("keeps the files that are dropped on it, one after another", async () => {
  render(Attachments, { contactId: "k1" });
  await screen.findByText("puhelu.wav");
  const dropped = [new File(["a"], "yksi.txt"), new File(["b"], "kaksi.txt")];
  await fireEvent.drop(screen.getByRole("region", { name: "Tiedostot" }), {
    dataTransfer: { files: dropped },
  });
  await vi.waitFor(() => expect(api.dropAttachment).toHaveBeenCalledTimes(2));
  expect(api.dropAttachment.mock.calls).toEqual([
    ["k1", dropped[0]],
    ["k1", dropped[1]],
  ]);
});

it("shows what the customer would get before anything is written", async () => {
  api.transcriptPreview.mockResolvedValue({
    pdf: "",
    subject: "Aihe",
    text: "Te: Hei",
    to: "",
    whole: false,
    language: "fi",
  });
  render(Attachments, { contactId: "k1" });
  await fireEvent.click(await screen.findByRole("button", { name: "Lähetä keskustelu asiakkaalle…" }));
  expect(await screen.findByText("Te: Hei")).toBeTruthy();
  expect(api.saveTranscript).not.toHaveBeenCalled();
  api.saveTranscript.mockResolvedValue("/koti/k.eml");
  await fireEvent.input(screen.getByLabelText("Sähköpostiosoite"), {
    target: { value: "uusi@posti.example" },
  });
  await fireEvent.click(screen.getByRole("button", { name: "Tallenna…" }));
  expect(api.saveTranscript).toHaveBeenCalledWith({
    contactId: "k1",
    whole: false,
    mail: true,
    to: "uusi@posti.example",
    keep: false,
  });
});
