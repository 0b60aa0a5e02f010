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

it("selects a run with Shift and the arrows, and with Shift and a click", async () => {
  table();
  const grid = screen.getByRole("grid");
  await fireEvent.focus(grid);
  await fireEvent.keyDown(grid, { key: "ArrowDown", shiftKey: true });
  await fireEvent.keyDown(grid, { key: "ArrowDown", shiftKey: true });
  expect([...selected]).toEqual(["r0", "r1", "r2"]);
  await fireEvent.click(screen.getByText("Asiakas 5"), { shiftKey: true });
  expect([...selected]).toEqual(["r0", "r1", "r2", "r3", "r4", "r5"]);
  expect(onopen).not.toHaveBeenCalled();
});

it("selects everybody with Ctrl A and the box in the head", async () => {
  table();
  await fireEvent.keyDown(screen.getByRole("grid"), { key: "a", ctrlKey: true });
  expect(selected.size).toBe(500);
  await fireEvent.click(screen.getAllByRole("checkbox")[0]!);
  expect(selected.size).toBe(0);
});

it("asks its owner for a run that reaches over rows that are not here", async () => {
  const allKeys = vi.fn(async () => rows.map((row) => row.id));
  const onall = vi.fn();
  render(DataTable<Row>, {
    label: "Asiakkaat",
    rowAt: (index: number) => (index < 4 || index > 8 ? rows[index] : undefined),
    total: 500,
    columns,
    key: (row: Row) => row.id,
    name: (row: Row) => row.name,
    selectable: true,
    selected,
    onall,
    allKeys,
  });
  const grid = screen.getByRole("grid");
  await fireEvent.focus(grid);
  await fireEvent.keyDown(grid, { key: " " });
  await fireEvent.click(screen.getByText("Asiakas 9"), { shiftKey: true });
  await vi.waitFor(() => expect(selected.size).toBe(10));
  await fireEvent.keyDown(grid, { key: "a", ctrlKey: true });
  expect(onall).toHaveBeenCalledWith(true);
});
