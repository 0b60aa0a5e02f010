import { beforeEach, expect, it, vi } from "vitest";

import * as api from "$lib/api/mailing";
import type { MailSettings } from "$lib/api/mailing";

import { MailForm, whole } from "./mail.svelte";

const kept = (host: string): MailSettings =>
  ({
    server: {
      host,
      port: host ? 587 : 0,
      tls: host ? "starttls" : "",
      user: "",
      password: "",
      from: "",
      fromName: "",
      perMinute: host ? 20 : 0,
    },
    hasPassword: false,
    rules: { softOptIn: false, legalPersons: false, optOut: "" },
    optOut: "",
    suppressed: [],
  }) as MailSettings;

beforeEach(() => void vi.restoreAllMocks());

it("a number is read whole or not at all", () => {
  expect(["", " 587 ", "5 87", "-1", "1e3", "x"].map(whole)).toEqual([
    0,
    587,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it("saves nothing before there is a server, and keeps what was typed", async () => {
  vi.spyOn(api, "mailSettings").mockResolvedValue(kept(""));
  const save = vi.spyOn(api, "setMailServer").mockResolvedValue(kept("smtp.example"));
  const rules = vi.spyOn(api, "setMailRules").mockResolvedValue(kept(""));
  const form = new MailForm();
  await form.load();
  form.form!.user = "posti";
  expect(await form.keepServer()).toBe(false);
  form.rules!.optOut = "ei@saarela.example";
  await form.keepRules();
  expect([rules.mock.calls.length, form.form!.user]).toEqual([1, "posti"]);
  form.form!.host = "smtp.example";
  expect(await form.keepServer()).toBe(true);
  expect(save.mock.calls[0]![0]).toMatchObject({
    host: "smtp.example",
    user: "posti",
    port: 0,
    tls: "starttls",
  });
});

it("the usual port follows the way of securing, one's own stays", async () => {
  vi.spyOn(api, "mailSettings").mockResolvedValue(kept("smtp.example"));
  vi.spyOn(api, "setMailServer").mockImplementation(async (server) => ({ ...kept("smtp.example"), server }));
  const form = new MailForm();
  await form.load();
  form.chooseTLS("tls");
  expect(form.form!.port).toBe("465");
  form.form!.port = "2525";
  form.chooseTLS("starttls");
  expect(form.form!.port).toBe("2525");
});

it("an impossible port is said beside it and not sent", async () => {
  vi.spyOn(api, "mailSettings").mockResolvedValue(kept("smtp.example"));
  const save = vi.spyOn(api, "setMailServer");
  const form = new MailForm();
  await form.load();
  form.form!.port = "viisi";
  expect(await form.keepServer()).toBe(false);
  expect([form.problem?.for("port") !== undefined, save.mock.calls.length]).toEqual([true, 0]);
});

it("a password that was typed is sent once and not kept on the screen", async () => {
  vi.spyOn(api, "mailSettings").mockResolvedValue(kept("smtp.example"));
  const save = vi
    .spyOn(api, "setMailServer")
    .mockResolvedValue({ ...kept("smtp.example"), hasPassword: true });
  const form = new MailForm();
  await form.load();
  form.form!.password = "salaisuus";
  expect(await form.keepServer()).toBe(true);
  expect(save.mock.calls[0]![0].password).toBe("salaisuus");
  expect(form.form!.password).toBe("");
  expect(await form.keepServer()).toBe(true);
  expect(save).toHaveBeenCalledTimes(1);
});
