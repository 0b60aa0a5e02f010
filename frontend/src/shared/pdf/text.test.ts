import { expect, it } from "vitest";

import { blocks, type Run, type Tag } from "./text";

const begin = (id: string): Run => ({ type: "beginMarkedContentProps", id });
const end: Run = { type: "endMarkedContent" };
const say = (str: string, hasEOL = false): Run => ({ str, hasEOL });
const content = (id: string): Tag => ({ type: "content", id });

it("follows the tags, not the order on the page", () => {
  const runs = [begin("b"), say("Toinen"), end, begin("a"), say("Ensim", true), say("mäinen"), end];
  const tree: Tag = {
    role: "Root",
    children: [
      { role: "H1", children: [content("a")] },
      { role: "P", children: [content("b")] },
    ],
  };
  expect(blocks(runs, tree)).toEqual([
    { kind: "heading", text: "Ensim mäinen" },
    { kind: "text", text: "Toinen" },
  ]);
});

it("keeps the cells of a table apart", () => {
  const runs = ["a", "b", "c", "d"].flatMap((id) => [begin(id), say(id.toUpperCase()), end]);
  const row = (role: string, ...ids: string[]): Tag => ({
    role: "TR",
    children: ids.map((id) => ({ role, children: [content(id)] })),
  });
  const tree: Tag = {
    role: "Root",
    children: [
      {
        role: "Table",
        children: [
          { role: "THead", children: [row("TH", "a", "b")] },
          { role: "TBody", children: [row("TD", "c", "d")] },
        ],
      },
    ],
  };
  expect(blocks(runs, tree)).toEqual([
    {
      kind: "table",
      rows: [
        { head: true, cells: ["A", "B"] },
        { head: false, cells: ["C", "D"] },
      ],
    },
  ]);
});

it("reads an untagged page line by line", () => {
  expect(blocks([say("Yksi", true), say(""), say("Kaksi")], null)).toEqual([
    { kind: "text", text: "Yksi" },
    { kind: "text", text: "Kaksi" },
  ]);
});
