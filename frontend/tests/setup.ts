import { afterEach, vi } from "vitest";

import { setLanguage } from "../src/i18n";

// happy-dom paints nothing: what asks for sizes gets a plausible answer
Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, get: () => 600 });
Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, get: () => 900 });

setLanguage("fi");
afterEach(() => {
  setLanguage("fi");
  vi.useRealTimers();
});
