import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { palette } from "./palette.svelte";
import Palette from "./Palette.svelte";

const later = () => new Promise<void>((done) => setTimeout(done));

it("opens the best hit of the text as typed when Enter comes before the answer", async () => {
  const opened: string[] = [];
  const answer: Record<string, () => void> = {};
  const found = (query: string) =>
    ["best", "next"].map((id) => ({ id, title: query, run: () => opened.push(`${id} of ${query}`) }));
  const off = palette.add({
    id: "test",
    group: () => "",
    rank: 1,
    find: (query) =>
      query === "" ? found("nothing") : new Promise((done) => (answer[query] = () => done(found(query)))),
  });
  render(Palette);
  palette.show();
  await later();
  const field = screen.getByRole("combobox");
  await fireEvent.input(field, { target: { value: "ma" } });
  await fireEvent.input(field, { target: { value: "mak" } });
  await fireEvent.keyDown(field, { key: "ArrowDown" });
  await fireEvent.keyDown(field, { key: "Enter" });
  answer["ma"]!();
  await later();
  expect(opened).toEqual([]);
  answer["mak"]!();
  await later();
  expect(opened).toEqual(["next of mak"]);
  off();
});
