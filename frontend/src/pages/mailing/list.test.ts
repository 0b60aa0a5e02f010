import { describe, expect, it } from "vitest";

import { filterOf } from "./list.svelte";

describe("what the program is asked for", () => {
  it("is everything while nothing is chosen", () => {
    expect(filterOf("all", "  ", 0, 100)).toEqual({
      text: "",
      because: "",
      due: false,
      noCard: false,
      offset: 0,
      limit: 100,
    });
  });
  it("tells reasons from what is no reason", () => {
    expect(filterOf("not", "a", 0, 1)).toMatchObject({ because: "not", due: false, noCard: false });
    expect(filterOf("due", "", 0, 1)).toMatchObject({ because: "", due: true, noCard: false });
    expect(filterOf("no-card", "", 0, 1)).toMatchObject({ because: "", due: false, noCard: true });
    expect(filterOf("bounced", "", 0, 1)).toMatchObject({ because: "bounced", due: false });
  });
});
