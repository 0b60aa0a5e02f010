import { beforeEach, expect, it } from "vitest";

import { RowWindow } from "$lib/shared/rowwindow.svelte";

import { HeldKeys } from "./heldkeys";

const later = () => new Promise<void>((done) => setTimeout(done));
let acted: string[];
let answer: Record<string, () => void>;
let rows: RowWindow<string>;
let keys: HeldKeys;

beforeEach(() => {
  [acted, answer, rows] = [[], {}, new RowWindow<string>()];
  const list = document.createElement("div");
  list.tabIndex = 0;
  document.body.replaceChildren(list);
  list.addEventListener("focus", () => acted.push(`into ${rows.at(0)}`));
  list.addEventListener("keydown", (event) => acted.push(`${event.key} on ${rows.at(0)}`));
  keys = new HeldKeys(rows, () => (rows.total > 0 ? list : null));
});
function ask(text: string, found = [text]) {
  rows.ask(
    () =>
      new Promise((done) => {
        answer[text] = () => done({ rows: found, total: found.length });
      }),
  );
}

it("goes into the list at once when the answer is there", async () => {
  ask("a");
  answer["a"]!();
  await later();
  keys.press("ArrowDown");
  expect(acted).toEqual(["into a"]);
});

it("holds ↓ and Enter until the answer to the text as typed has come, and acts on that", async () => {
  ask("old");
  answer["old"]!();
  await later();
  ask("ma");
  ask("mak");
  keys.press("ArrowDown");
  keys.press("Enter");
  answer["ma"]!();
  await later();
  expect(acted).toEqual([]);
  answer["mak"]!();
  await later();
  expect(acted).toEqual(["into mak", "Enter on mak"]);
});

it("forgets the keys when writing goes on, and when nobody is found", async () => {
  ask("ma");
  keys.press("ArrowDown");
  keys.drop();
  answer["ma"]!();
  await later();
  ask("makx", []);
  keys.press("Enter");
  answer["makx"]!();
  await later();
  expect(acted).toEqual([]);
});
