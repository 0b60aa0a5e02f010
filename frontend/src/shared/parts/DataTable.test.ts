import { fireEvent, render, screen } from "@testing-library/svelte";
import { SvelteSet } from "svelte/reactivity";
import { beforeEach, expect, it, vi } from "vitest";

import DataTable from "./DataTable.svelte";
import type { Column } from "./table";

interface Row {
  id: string;
  name: string;
}
const rows: Row[] = Array.from({ length: 500 }, (_, i) => ({ id: `r${i}`, name: `Asiakas ${i}` }));
const columns: Column<Row>[] = [
  { id: "name", label: "Nimi", width: "1fr", text: (row) => row.name, strong: true, sortable: true },
];
const [onopen, onsort] = [vi.fn(), vi.fn()];
const selected = new SvelteSet<string>();
beforeEach(() => {
  onopen.mockReset();
  onsort.mockReset();
  selected.clear();
});

function table(shown: Row[] = rows) {
  return render(DataTable<Row>, {
    label: "Asiakkaat",
    rows: shown,
    columns,
    key: (row: Row) => row.id,
    name: (row: Row) => row.name,
    onopen,
    onsort,
    selectable: true,
    selected,
  });
}

it("does not exist without rows", () => {
  table([]);
  expect(screen.queryByRole("grid")).toBeNull();
});

it("says how many rows there are, and draws only those in sight", () => {
  table();
  const grid = screen.getByRole("grid", { name: "Asiakkaat" });
  expect(grid.getAttribute("aria-rowcount")).toBe("501");
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
});

it("is walked with the arrows, opened with Enter, selected with the space bar", async () => {
  table();
  const grid = screen.getByRole("grid");
  await fireEvent.focus(grid);
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "Enter", " "])
    await fireEvent.keyDown(grid, { key });
  expect(onopen).toHaveBeenCalledWith(rows[1]);
  expect([...selected]).toEqual(["r1"]);
});

it("asks its owner to sort, and the other way round the second time", async () => {
  const { rerender } = table();
  await fireEvent.click(screen.getByRole("button", { name: "Nimi" }));
  expect(onsort).toHaveBeenLastCalledWith({ column: "name", descending: false });
  await rerender({ sorting: { column: "name", descending: false } });
  expect(screen.getByRole("columnheader", { name: "Nimi" }).getAttribute("aria-sort")).toBe("ascending");
  await fireEvent.click(screen.getByRole("button", { name: "Nimi" }));
  expect(onsort).toHaveBeenLastCalledWith({ column: "name", descending: true });
});
