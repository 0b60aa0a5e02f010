import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import DayInput from "./DayInput.svelte";

async function typed(text: string) {
  const onchange = vi.fn();
  render(DayInput, { label: "Päivä", value: "", today: "2026-11-21", onchange });
  const field = screen.getByLabelText<HTMLInputElement>("Päivä");
  await fireEvent.input(field, { target: { value: text } });
  await fireEvent.blur(field);
  return { field, onchange };
}

it.each([
  ["5.12.", "2026-12-05", "5.12.2026"],
  ["5.12.26", "2026-12-05", "5.12.2026"],
  ["tänään", "2026-11-21", "21.11.2026"],
  ["+14", "2026-12-05", "5.12.2026"],
])("understands %s and writes it out", async (text, day, shown) => {
  const { field, onchange } = await typed(text);
  expect(onchange).toHaveBeenLastCalledWith(day);
  expect(field.value).toBe(shown);
  expect(field.getAttribute("aria-invalid")).toBeNull();
});

it("keeps what is no day as it was typed, with the repair under it", async () => {
  const { field } = await typed("31.2.2026");
  expect(field.value).toBe("31.2.2026");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText(/Kirjoita se muodossa/)).toBeTruthy();
});
