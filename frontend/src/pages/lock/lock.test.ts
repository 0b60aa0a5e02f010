import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { session } from "$lib/shell/session.svelte";

import Lock from "./Lock.svelte";

const Unlock = vi.fn();
beforeEach(() => {
  vi.stubGlobal("go", { desktop: { Session: { Unlock } } });
  Object.assign(session, {
    firm: "Piha ja Metsä Saarela",
    phase: "locked",
    reason: "idle",
    since: "2026-11-23T12:32:00Z",
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  Unlock.mockReset();
});

it("says whose register it is and since when it has been locked", () => {
  render(Lock);
  expect(screen.getByRole("heading").textContent).toContain("Piha ja Metsä Saarela");
  expect(screen.getByText(/14\.32/)).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("Tunnuslause"));
});

it("keeps and selects what was typed when it does not match", async () => {
  Unlock.mockRejectedValue('[{"code":"passphrase-wrong"}]');
  render(Lock);
  const field = screen.getByLabelText<HTMLInputElement>("Tunnuslause");
  await fireEvent.input(field, { target: { value: "lanttu" } });
  await fireEvent.keyPress(field, { key: "Enter" });
  await waitFor(() => screen.getByText("Tunnuslause ei täsmää."));
  expect(field.value).toBe("lanttu");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  await waitFor(() => expect([field.selectionStart, field.selectionEnd]).toEqual([0, 6]));
});

it("does not ask the program about nothing", async () => {
  render(Lock);
  await fireEvent.click(screen.getByRole("button", { name: "Avaa" }));
  expect(Unlock).not.toHaveBeenCalled();
});

it("says that the screen was locked, and what became of an import", () => {
  Object.assign(session, { reason: "screen", stopped: ["preview", "import"] });
  render(Lock);
  expect(screen.getByText("Kortisto lukittiin kello 14.32, kun näyttö lukittiin.")).toBeTruthy();
  expect(screen.getByText(/^Tuonti jäi kesken/)).toBeTruthy();
  session.stopped = [];
});

it("does not say of an import that was being undone that nothing of it came in", () => {
  Object.assign(session, { reason: "idle", stopped: ["undo"] });
  render(Lock);
  expect(screen.queryByText(/^Tuonti jäi kesken/)).toBeNull();
  expect(screen.getByText(/^Kesken ollut työ pysähtyi/)).toBeTruthy();
  session.stopped = [];
});

it("says when the rest of an erasure goes: by itself after a sleep, else when it is asked for", async () => {
  Object.assign(session, { reason: "suspend", stopped: ["purge"] });
  render(Lock);
  expect(screen.getByText(/poisto viedään loppuun, kun avaat kortiston/)).toBeTruthy();
  session.reason = "user";
  expect(await screen.findByText(/loput odottavat, kunnes jatkat/)).toBeTruthy();
  session.stopped = [];
});

it("says nothing of work when none was stopped", () => {
  render(Lock);
  expect(screen.queryByText(/kesken/i)).toBeNull();
});
