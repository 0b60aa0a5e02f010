// The keys that act now. Whoever is on the screen adds its own; F1 lists exactly these. The last one added
// wins, so a page overrules the shell and a dialog overrules the page. Never Ctrl Alt: AltGr writes @ and €.
import { untrack } from "svelte";
import { matchKeybindingPress, parseKeybinding } from "tinykeys";

export interface KeyAction {
  /** In tinykeys' spelling: "$mod+k" is Ctrl K, Cmd K on a Mac. Several spellings do the same. */
  keys: string | readonly string[];
  /** What it does, for F1. */
  label: () => string;
  run: (event: KeyboardEvent) => void;
  /** Also while a dialog is open. */
  always?: boolean;
  /** Heading in F1; "page" unless told. */
  group?: "everywhere" | "page" | "list";
  when?: () => boolean;
}

let actions = $state.raw<readonly KeyAction[]>([]);
let modals = $state(0);
let singles = $state(true);

/** Adds keys while the component lives: `useKeys(() => [...])` at the top of a component. */
export function useKeys(make: () => readonly KeyAction[]): void {
  $effect(() => {
    const mine = make();
    add(mine);
    return () => remove(mine);
  });
}

function add(mine: readonly KeyAction[]): void {
  queueMicrotask(() => (actions = [...actions.filter((action) => !mine.includes(action)), ...mine]));
}

function remove(mine: readonly KeyAction[]): void {
  queueMicrotask(() => (actions = actions.filter((action) => !mine.includes(action))));
}

export function activeKeys(): readonly KeyAction[] {
  return actions;
}

/** A modal layer is open: keys of the page below rest. Returns how to say that it closed. */
export function modalOpened(): () => void {
  untrack(() => modals++); // called from effects, which must not depend on it
  let closed = false;
  return () => {
    if (!closed) untrack(() => modals--);
    closed = true;
  };
}

/** Single letters can be switched off (WCAG 2.1.4). */
export function setSingleKeys(on: boolean): void {
  singles = on;
}

const fields = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"]';

export function inField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(fields) !== null;
}

/** True when the keys are one character without Ctrl, Alt or Cmd: they must not act while writing. */
export function isSingle(keys: string): boolean {
  return !/\$mod|Control|Alt|Meta/.test(keys) && keys.replace("Shift+", "").length === 1;
}

export function spellings(action: KeyAction): readonly string[] {
  return typeof action.keys === "string" ? [action.keys] : action.keys;
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const writing = inField(event.target);
  for (const action of [...actions].reverse()) {
    if (modals > 0 && !action.always) continue;
    if (action.when && !action.when()) continue;
    for (const keys of spellings(action)) {
      if (isSingle(keys) && (writing || !singles)) continue;
      const [press] = parseKeybinding(keys);
      if (!press || !matchKeybindingPress(event, press)) continue;
      event.preventDefault();
      action.run(event);
      return;
    }
  }
}

export function listenToKeys(): () => void {
  window.addEventListener("keydown", handleKey);
  return () => window.removeEventListener("keydown", handleKey);
}

const mac = /Mac/.test(navigator.platform);
const caps: Record<string, string> = {
  $mod: mac ? "Cmd" : "Ctrl",
  Control: "Ctrl",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** "$mod+Shift+l" -> ["Ctrl", "Shift", "L"]: what stands on the key caps. */
export function keyCaps(keys: string): string[] {
  return keys.split("+").map((part) => caps[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}
