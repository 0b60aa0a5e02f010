import { expect, it } from "vitest";

import { foundParts } from "./found";

const marked = (text: string, query: string) =>
  foundParts(text, query)
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join("");

it.each([
  ["Helvi Mäkinen", "mäk", "Helvi [Mäk]inen"],
  ["Helvi Mäkinen", "mak", "Helvi [Mäk]inen"],
  ["Ylä-Mäkitie 9", "mäki ylä", "[Ylä]-[Mäki]tie 9"],
  ["Göran Örnberg", "ö", "G[ö]ran [Ö]rnberg"],
  ["aaa", "aa", "[aaa]"],
  ["<b>Oy</b>", "oy", "<b>[Oy]</b>"],
  ["Nimi", "", "Nimi"],
  ["Nimi", "zz", "Nimi"],
])("%s searched with %j is marked %s", (text, query, expected) => expect(marked(text, query)).toBe(expected));
