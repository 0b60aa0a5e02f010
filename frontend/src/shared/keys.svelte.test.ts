import { flushSync } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";

import {
  activeKeys,
  handleKey,
  keyCaps,
  listenToKeys,
  modalOpened,
  setSingleKeys,
  useKeys,
  type KeyAction,
} from "./keys.svelte";

let stop: (() => void)[] = [];
afterEach(async () => {
  stop.forEach((end) => end());
  stop = [];
  setSingleKeys(true);
  await Promise.resolve();
});

async function listen(...actions: KeyAction[]) {
  stop.push($effect.root(() => useKeys(() => actions)));
  flushSync();
  await Promise.resolve();
}

function press(key: string, more: KeyboardEventInit = {}, target: Element = document.body) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, "target", { value: target });
  Object.defineProperty(event, "getModifierState", {
    value: (name: string) =>
      ({ Shift: event.shiftKey, Control: event.ctrlKey, Alt: event.altKey, Meta: event.metaKey })[name] ??
      false,
  });
  handleKey(event);
  return event;
}

describe("keys", () => {
  it("take Ctrl Enter before the focused button takes it for Enter", async () => {
    const [run, pressed] = [vi.fn(), vi.fn()];
    await listen({ keys: "Control+Enter", label: () => "run", run });
    stop.push(listenToKeys());
    const button = document.body.appendChild(document.createElement("button"));
    button.addEventListener("keydown", (event) => {
      pressed(event.ctrlKey);
      event.preventDefault();
    });
    const enter = (ctrlKey: boolean) =>
      button.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", ctrlKey, bubbles: true, cancelable: true }),
      );
    enter(true);
    expect(run).toHaveBeenCalledOnce();
    enter(false);
    expect(pressed.mock.calls).toEqual([[false]]);
    button.remove();
  });

  it("act, and keep the web view from acting", async () => {
    const run = vi.fn();
    await listen({ keys: "Control+k", label: () => "k", run });
    expect(press("k", { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });

  it("that are single letters rest while a field is written in, and when switched off", async () => {
    const run = vi.fn();
    await listen({ keys: "j", label: () => "j", run });
    press("j", {}, document.createElement("input"));
    setSingleKeys(false);
    press("j");
    expect(run).not.toHaveBeenCalled();
    setSingleKeys(true);
    press("j");
    expect(run).toHaveBeenCalledOnce();
  });

  it("with AltGr write @ and never act", async () => {
    const run = vi.fn();
    await listen({ keys: "Control+2", label: () => "2", run });
    press("2", { ctrlKey: true, altKey: true });
    expect(run).not.toHaveBeenCalled();
  });

  it("added last win, and give way when they go", async () => {
    const [shell, page] = [vi.fn(), vi.fn()];
    await listen({ keys: "Escape", label: () => "", run: shell });
    await listen({ keys: "Escape", label: () => "", run: page });
    press("Escape");
    expect([shell.mock.calls.length, page.mock.calls.length]).toEqual([0, 1]);
    stop.pop()!();
    await Promise.resolve();
    press("Escape");
    expect(shell).toHaveBeenCalledOnce();
    expect(activeKeys()).toHaveLength(1);
  });

  it("of the page rest under a dialog, locking does not", async () => {
    const [page, lock] = [vi.fn(), vi.fn()];
    await listen(
      { keys: "Control+n", label: () => "", run: page },
      { keys: "Control+Shift+l", label: () => "", run: lock, always: true },
    );
    const closed = modalOpened();
    press("n", { ctrlKey: true });
    press("l", { ctrlKey: true, shiftKey: true });
    closed();
    expect([page.mock.calls.length, lock.mock.calls.length]).toEqual([0, 1]);
  });

  it("are shown as they stand on the keyboard", () => {
    expect(keyCaps("$mod+Shift+l")).toEqual(["Ctrl", "Shift", "L"]);
    expect(keyCaps("Alt+ArrowLeft")).toEqual(["Alt", "←"]);
  });
});
