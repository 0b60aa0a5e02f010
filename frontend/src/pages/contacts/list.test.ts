import { describe, expect, it } from "vitest";

import type { ContactRow } from "$lib/api/contacts";

import { lines } from "./list.svelte";

const row = (on: string) => ({ contact: { on } }) as ContactRow;

describe("days in the history", () => {
  it("are written once, where they begin", () => {
    const begin = lines([row("2026-11-21"), row("2026-11-21"), row("2026-11-20"), row("2026-11-21")]).map(
      (line) => line.begins,
    );
    expect(begin).toEqual([true, false, true, true]);
  });
});
