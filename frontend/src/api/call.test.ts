import { expect, it, vi } from "vitest";

import { AppError } from "$lib/errors";

import { call } from "./call";

it("gives what the program gave", async () => {
  expect(await call(async () => 7)).toBe(7);
});

it("turns a rejection into an AppError", async () => {
  await expect(call(() => Promise.reject('[{"code":"vault-locked"}]'))).rejects.toMatchObject({
    items: [{ code: "vault-locked", field: "", args: {} }],
  });
});

it("turns a throw of the bridge itself into an AppError", async () => {
  const broken = () => {
    throw new TypeError("window.go is undefined");
  };
  await expect(call(broken)).rejects.toBeInstanceOf(AppError);
});

it("ends in an error when an answer is lost", async () => {
  vi.useFakeTimers();
  const lost = call(() => new Promise(() => {}), 1000);
  const told = expect(lost).rejects.toMatchObject({ items: [{ code: "timeout" }] });
  await vi.advanceTimersByTimeAsync(1001);
  await told;
});
