import { describe, expect, it } from "vitest";

import { Router } from "./router.svelte";

describe("the router", () => {
  it("goes and comes back the same way", async () => {
    const router = new Router("customers");
    await router.go("card", { id: "a" });
    await router.go("card", { id: "b" });
    expect(router.previous).toEqual({ page: "card", params: { id: "a" } });
    await router.back();
    await router.back();
    await router.back();
    expect(router.current).toEqual({ page: "customers", params: {} });
    expect(router.previous).toBeUndefined();
  });

  it("does not stack the place where one is", async () => {
    const router = new Router("customers");
    await router.go("customers");
    await router.go("card", { id: "a" });
    await router.go("card", { id: "a" });
    await router.back();
    expect(router.current.page).toBe("customers");
  });

  it("stays when a guard says no, and goes when it has been taken away", async () => {
    const router = new Router("customers");
    const done = router.guard(() => Promise.resolve(false));
    await router.go("settings");
    expect(router.current.page).toBe("customers");
    done();
    await router.go("settings");
    expect(router.current.page).toBe("settings");
  });

  it("replaces without leaving a trace", async () => {
    const router = new Router("customers");
    await router.go("new");
    router.replace("card", { id: "a" });
    await router.back();
    expect(router.current.page).toBe("customers");
  });

  it("forgets every place at reset", async () => {
    const router = new Router("customers");
    await router.go("card", { id: "secret" });
    router.reset();
    expect(router.current.page).toBe("customers");
    expect(router.previous).toBeUndefined();
  });

  it("keeps fifty places at most", async () => {
    const router = new Router("customers");
    for (let i = 0; i < 80; i++) await router.go("card", { id: String(i) });
    let steps = 0;
    while (router.previous) {
      await router.back();
      steps++;
    }
    expect(steps).toBe(49);
  });
});
