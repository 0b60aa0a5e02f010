import { expect, it } from "vitest";

import { block, RowWindow, type Rows } from "./rowwindow.svelte";

interface Question {
  offset: number;
  answer: (total?: number) => Promise<void>;
  fail: () => Promise<void>;
}

/** A program that answers when it is told to. */
function slow() {
  const asked: Question[] = [];
  const settle = () => new Promise<void>((done) => setTimeout(done));
  const fetch = (name: string) => (offset: number, limit: number) =>
    new Promise<Rows<string>>((resolve, reject) => {
      asked.push({
        offset,
        answer: (total = 1000) => {
          const count = Math.max(0, Math.min(limit, total - offset));
          resolve({ rows: Array.from({ length: count }, (_, i) => `${name}${offset + i}`), total });
          return settle();
        },
        fail: () => {
          reject(new Error('[{"code":"vault-locked"}]'));
          return settle();
        },
      });
    });
  return { asked, fetch };
}

it("fetches the blocks in sight and no others", async () => {
  const { asked, fetch } = slow();
  const rows = new RowWindow<string>();
  rows.ask(fetch("a"));
  await asked[0]!.answer();
  rows.show(block * 5 - 3, block * 5 + 20);
  expect(asked.map((question) => question.offset)).toEqual([0, 400, 500]);
  await asked[1]!.answer();
  await asked[2]!.answer();
  expect(rows.at(499)).toBe("a499");
  expect(rows.at(500)).toBe("a500");
  expect(rows.at(300)).toBeUndefined();
});

it("does not ask twice for what it has or is waiting for", async () => {
  const { asked, fetch } = slow();
  const rows = new RowWindow<string>();
  rows.ask(fetch("a"));
  await asked[0]!.answer();
  rows.show(0, 30);
  rows.show(100, 130);
  rows.show(100, 131);
  expect(asked).toHaveLength(2);
});

it("leaves out what was scrolled past before it was sent", async () => {
  const { asked, fetch } = slow();
  const rows = new RowWindow<string>();
  rows.ask(fetch("a"));
  await asked[0]!.answer();
  rows.show(100, 110);
  rows.show(300, 310);
  rows.show(500, 510);
  rows.show(700, 710);
  await asked[1]!.answer();
  await asked[2]!.answer();
  expect(asked.map((question) => question.offset)).toEqual([0, 100, 300, 700]);
});

it("throws away the answer to an older question and keeps the rows until the new one has come", async () => {
  const { asked, fetch } = slow();
  const rows = new RowWindow<string>();
  rows.ask(fetch("a"));
  await asked[0]!.answer();
  rows.ask(fetch("b"));
  rows.ask(fetch("c"));
  expect(rows.at(0)).toBe("a0");
  await asked[2]!.answer(3);
  await asked[1]!.answer();
  expect([rows.at(0), rows.total]).toEqual(["c0", 3]);
});

it("keeps a read error apart from an empty answer", async () => {
  const { asked, fetch } = slow();
  const rows = new RowWindow<string>();
  rows.ask(fetch("a"));
  await asked[0]!.fail();
  expect(rows.error?.has("vault-locked")).toBe(true);
  expect(rows.ready).toBe(false);
  rows.again();
  await asked[1]!.answer(0);
  expect([rows.error, rows.ready, rows.total]).toEqual([undefined, true, 0]);
});

it("holds at most sixty blocks of a register that is walked through", async () => {
  const { asked, fetch } = slow();
  const rows = new RowWindow<string>();
  rows.ask(fetch("a"));
  await asked[0]!.answer(100_000);
  for (let i = 1; i <= 70; i++) {
    rows.show(i * block, i * block + 10);
    await asked[asked.length - 1]!.answer(100_000);
  }
  expect(rows.at(0)).toBeUndefined();
  expect(rows.at(70 * block)).toBe(`a${70 * block}`);
});
