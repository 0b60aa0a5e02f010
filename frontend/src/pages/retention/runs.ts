// A run in words.
import type { Run } from "$lib/api/retention";
import { m, number } from "$lib/i18n";
import { counted } from "$lib/shared/counted";

import { wordsStay } from "./groups";
import { className } from "./rulewords";

/** What went, class by class: "Chat-keskustelut, nimet pois". */
export function wentLines(run: Run): { label: string; count: number }[] {
  return run.classes.map((each) => ({
    label:
      each.do === "anonymise" && wordsStay(each.class)
        ? m.ret_nameless({ name: className(each.class) })
        : className(each.class),
    count: each.records,
  }));
}

/** "Asiakaskortit 4, Chat-keskustelut 12" */
export function went(run: Run): string {
  const parts = wentLines(run).map(({ label, count }) =>
    m.ret_runs_count({ name: label, shown: number(count) }),
  );
  return parts.join(" · ") || m.ret_runs_nothing();
}

/** How it came out: customers are counted where nothing but cards went. */
export function outcome(run: Run): { kind: "done" | "soon" | "due"; text: string } {
  if (run.residue > 0) return { kind: "due", text: m.ret_runs_residue() };
  if (run.state !== "done") return { kind: "soon", text: m.ret_done_stopped() };
  const records = run.classes.reduce((sum, each) => sum + each.records, 0);
  const cards = run.classes.every((each) => each.class === "customer");
  return { kind: "done", text: counted(cards ? m.ret_done : m.ret_done_records, records) };
}

/** What is out of the ordinary about a run; empty: nothing. */
export function remarks(run: Run): { status: "due" | "soon"; text: string }[] {
  const all: { status: "due" | "soon"; text: string }[] = [];
  if (run.residue > 0) all.push({ status: "due", text: m.ret_runs_residue() });
  if (run.state === "running") all.push({ status: "soon", text: m.ret_runs_going() });
  if (run.state === "stopped")
    all.push({
      status: "soon",
      text: m.ret_runs_stopped({ done: number(run.done), total: number(run.records) }),
    });
  if (run.unsearched > 0) all.push({ status: "soon", text: m.ret_runs_resumed() });
  return all;
}
