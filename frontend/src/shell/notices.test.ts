import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it } from "vitest";

import { router } from "$lib/shared/router.svelte";

import Notices from "./Notices.svelte";
import { session } from "./session.svelte";

beforeEach(() => (session.today = "2026-11-22"));
afterEach(() => (session.notes = []));

it("tells every note that the program makes", () => {
  const notes = ["clock-back", "clock-ahead", "recovery-unconfirmed", "vault-older-than-seen"];
  session.notes = [...notes, "run-unfinished", "residue-found"];
  render(Notices);
  expect(screen.getAllByRole("button", { name: "Sulje ilmoitus" })).toHaveLength(6);
});

it("leads from an erasure that could not be finished to what is known of it", async () => {
  session.notes = ["run-unfinished"];
  render(Notices);
  expect(screen.getByText(/^Kesken jäänyttä poistoa ei saatu vietyä loppuun/)).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Näytä todistukset" }));
  expect(router.current.page).toBe("certificates");
});
