import { beforeEach, describe, expect, it, vi } from "vitest";

import { changes } from "./changes.svelte";
import { toasts } from "./toasts.svelte";
import { UndoStack } from "./undo.svelte";

let stack: UndoStack;
let log: string[];
const act = (name: string) => ({
  text: name,
  undo: async () => void log.push(`-${name}`),
  redo: async () => void log.push(`+${name}`),
});
beforeEach(() => {
  toasts.clear();
  stack = new UndoStack();
  log = [];
});

describe("taking back", () => {
  it("goes from the latest act to the first, and forward again in the same order", async () => {
    stack.did(act("a"));
    stack.did(act("b"));
    await stack.undo();
    await stack.undo();
    await stack.undo();
    await stack.redo();
    await stack.redo();
    await stack.redo();
    expect(log).toEqual(["-b", "-a", "+a", "+b"]);
    expect(stack.canUndo).toBe(true);
    expect(stack.canRedo).toBe(false);
  });

  it("forgets what was taken back once something new is done", async () => {
    stack.did(act("a"));
    await stack.undo();
    stack.did(act("b"));
    await stack.redo();
    expect(log).toEqual(["-a"]);
  });

  it("offers the undo of the latest act only, in its toast", async () => {
    stack.did(act("a"));
    stack.did(act("b"));
    expect(toasts.list.map((toast) => toast.text)).toEqual(["b"]);
    await toasts.undo(toasts.list[0]!);
    expect(log).toEqual(["-b"]);
    expect(stack.canUndo).toBe(true);
  });

  it("tells when it fails, and keeps the act", async () => {
    stack.did({ text: "a", undo: () => Promise.reject(new Error('[{"code":"disk-full"}]')) });
    await stack.undo();
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Levy on täynnä. Viimeinen muutos odottaa."]);
    expect(stack.canUndo).toBe(true);
  });

  it("does one step at a time however fast the keys come", async () => {
    let release = () => {};
    stack.did(act("a"));
    stack.did({ text: "slow", undo: () => new Promise<void>((done) => (release = done)) });
    const first = stack.undo();
    await stack.undo();
    release();
    await first;
    expect(log).toEqual([]);
    await vi.waitFor(() => expect(stack.canUndo).toBe(true));
  });

  it("tells the pages that the register changed", async () => {
    const before = changes();
    stack.did(act("a"));
    await stack.undo();
    expect(changes()).toBe(before + 2);
  });
});
