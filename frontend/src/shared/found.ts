// Which parts of a text a search hit: for <mark>, without markup in data.

export interface Part {
  text: string;
  found: boolean;
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
// letters are few, and a list asks for the same ones after every key
const known = new Map<string, string>();
function plainLetter(letter: string): string {
  let found = known.get(letter);
  if (found === undefined) known.set(letter, (found = plain(letter)));
  return found;
}

/** Cuts `text` at every occurrence of a word of `query`; "mak" finds "Mäk". */
export function foundParts(text: string, query: string): Part[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0 || text === "") return [{ text, found: false }];
  const letters = Array.from(text);
  const folded = letters.map(plainLetter);
  const hit = new Array<boolean>(letters.length).fill(false);
  for (let start = 0; start < letters.length; start++) {
    for (const word of words) {
      const end = matchEnd(folded, start, word);
      for (let i = start; i < end; i++) hit[i] = true;
    }
  }
  const parts: Part[] = [];
  letters.forEach((letter, i) => {
    const last = parts[parts.length - 1];
    if (last && last.found === hit[i]) last.text += letter;
    else parts.push({ text: letter, found: hit[i] === true });
  });
  return parts;
}

/** Index after the match of `word` that begins at `start`, or `start` when there is none. */
function matchEnd(folded: readonly string[], start: number, word: string): number {
  let rest = word;
  let i = start;
  while (rest !== "") {
    const letter = folded[i++];
    if (letter === undefined) return start;
    if (!rest.startsWith(letter)) return start;
    rest = rest.slice(letter.length);
  }
  return i;
}
