import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Mailing, MailingPreview } from "$lib/api/mailing";

import { blank, Draft } from "./draft.svelte";

function bench() {
  const save = vi.fn(async (mailing: Mailing) => ({ ...mailing, id: mailing.id || "m1" }));
  const look = vi.fn(async (id: string) => ({ digest: id, going: 1 }) as MailingPreview);
  return { draft: new Draft(save, look), save, look };
}
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a message that is being written", () => {
  it("is kept once it has a subject and a text, and the same one afterwards", async () => {
    const { draft, save } = bench();
    draft.mailing.subject = "Hei";
    expect(await draft.keep()).toBe(false);
    expect(save).not.toHaveBeenCalled();
    draft.mailing.body = "Kevään työt";
    expect(await draft.keep()).toBe(true);
    draft.mailing.body = "Kevään työt alkavat";
    await draft.keep();
    expect(save.mock.calls.map(([mailing]) => mailing.id)).toEqual(["", "m1"]);
    expect(draft.preview?.digest).toBe("m1");
  });
  it("is saved when the typing pauses, not with every letter", async () => {
    const { draft, save } = bench();
    draft.mailing = { ...blank(), subject: "Hei", body: "a" };
    for (const body of ["ab", "abc"]) {
      draft.mailing.body = body;
      draft.typed();
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(800);
    expect(save).toHaveBeenCalledTimes(1);
    expect(save.mock.calls[0]![0].body).toBe("abc");
    expect(draft.dirty).toBe(false);
  });
  it("two savings at once make one message", async () => {
    const { draft, save } = bench();
    draft.mailing = { ...blank(), subject: "Hei", body: "a" };
    await Promise.all([draft.keep(), draft.keep()]);
    expect(save).toHaveBeenCalledTimes(1);
  });
  it("keeps what was typed when it could not be saved, and says so", async () => {
    const { draft, save } = bench();
    save.mockRejectedValueOnce('[{"code":"disk-full"}]');
    draft.mailing = { ...blank(), subject: "Hei", body: "a" };
    expect(await draft.keep()).toBe(false);
    expect([draft.saved, draft.dirty, draft.mailing.body]).toEqual(["failed", true, "a"]);
    expect(await draft.keep()).toBe(true);
    expect(draft.problem).toBeUndefined();
  });
  it("waits for the next new message where it can not be kept yet", () => {
    const first = bench().draft;
    first.mailing.body = "Vain teksti";
    first.leave();
    const kept = bench().draft;
    kept.begin({ ...blank(), id: "m2", subject: "Toinen", body: "x" });
    expect(kept.mailing.body).toBe("x");
    const next = bench().draft;
    next.begin();
    expect([next.mailing.body, next.dirty]).toEqual(["Vain teksti", true]);
    const fresh = bench().draft;
    fresh.begin();
    expect(fresh.mailing.body).toBe("");
  });
  it("does not come back after it was thrown away", async () => {
    const { draft, save } = bench();
    draft.mailing = { ...blank(), id: "m1", subject: "Hei", body: "a" };
    draft.typed();
    draft.forget();
    await vi.advanceTimersByTimeAsync(2000);
    await draft.keep();
    expect(save).not.toHaveBeenCalled();
  });
});
