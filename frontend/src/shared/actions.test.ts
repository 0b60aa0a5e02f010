import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

import { knownActions } from "./actions";

// the program's own source, so that a new action can not be left without words
const root = join(process.cwd(), "..");
function written(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))
    .flatMap((name) => {
      const source = readFileSync(join(root, folder, name), "utf8");
      const calls = source.matchAll(/\.(?:audit|Audited|saveCustomer)\((?:[a-z]+, )?"([a-z-]+)"(?!\+)/g);
      const chosen = source.matchAll(/action (?::=|=) "([a-z-]+)"/g);
      return [...calls, ...chosen].map((match) => match[1]!);
    });
}

it("has words for every action that the program writes into the log", () => {
  const actions = [...new Set([...written("app/vault"), ...written("app/desktop"), ...written("app/cli")])];
  expect(actions.length).toBeGreaterThan(15);
  expect(actions.filter((action) => !knownActions.includes(action))).toEqual([]);
});

it("has words for every step of a request", () => {
  const source = readFileSync(join(root, "app/request.go"), "utf8");
  const steps = [...source.matchAll(/\bEvent[A-Z]\w+\s+= "([a-z-]+)"/g)].map(
    (match) => `request-${match[1]}`,
  );
  expect(steps.length).toBeGreaterThan(10);
  expect(steps.filter((step) => !knownActions.includes(step))).toEqual([]);
});
