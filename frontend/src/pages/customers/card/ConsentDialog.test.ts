import { render } from "@testing-library/svelte";
import { expect, it } from "vitest";

import type { OpenCard } from "./card.svelte";
import ConsentDialog from "./ConsentDialog.svelte";

it("has the focus on its first field, what is chosen", async () => {
  const open = { card: { consents: [] }, customer: { marketing: true } } as unknown as OpenCard;
  render(ConsentDialog, { open, onclose: () => {} });
  await new Promise((done) => setTimeout(done, 50));
  expect(document.activeElement?.getAttribute("role")).toBe("radio");
  expect(document.activeElement?.getAttribute("data-value")).toBe("no");
});
