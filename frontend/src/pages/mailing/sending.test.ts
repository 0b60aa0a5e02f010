import { expect, it, vi } from "vitest";

import type { MailingOutcome } from "$lib/api/mailing";

import { Sending } from "./sending.svelte";

const outcome: MailingOutcome = { sent: 2, failed: 0, skipped: 0, left: 0, done: true };

it("sends one mailing at a time", async () => {
  let end: (outcome: MailingOutcome) => void = () => {};
  const send = vi.fn(() => new Promise<MailingOutcome>((done) => (end = done)));
  const sending = new Sending(send);
  const first = sending.send("a", "d");
  expect(await sending.send("b", "d")).toBe(false);
  expect(send).toHaveBeenCalledTimes(1);
  end(outcome);
  await first;
  expect([sending.id, sending.last]).toEqual(["", { id: "a", outcome }]);
});

it("tells why it stopped only beside the mailing that stopped", async () => {
  const sending = new Sending(async () => {
    throw '[{"code":"mail-unsure","args":{"count":"1"}}]';
  });
  await sending.send("a", "d");
  expect(sending.problemOf("a")?.has("mail-unsure")).toBe(true);
  expect(sending.problemOf("b")).toBeUndefined();
  expect(sending.id).toBe("");
});
