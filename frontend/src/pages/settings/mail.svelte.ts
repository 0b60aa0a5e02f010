// The settings of sending e-mail as they are typed: saved on leaving a field, once there is a server to speak of.
import {
  mailSettings,
  setMailRules,
  setMailServer,
  testMailServer,
  type MailRules,
  type MailServer,
  type MailSettings,
} from "$lib/api/mailing";
import { AppError, toAppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";
import { track } from "$lib/shared/pending";

export const ports: Record<string, number> = { starttls: 587, tls: 465, none: 25 };

/** A whole number as it was typed; undefined when it is none. Nothing typed is the program's own choice. */
export function whole(typed: string): number | undefined {
  const text = typed.trim();
  if (text === "") return 0;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

export interface Form extends Omit<MailServer, "port" | "perMinute"> {
  port: string;
  perMinute: string;
}

export class MailForm {
  settings = $state.raw<MailSettings>();
  form = $state<Form>();
  rules = $state<MailRules>();
  unread = $state.raw<AppError>();
  problem = $state.raw<AppError>();
  saved = $state<"idle" | "saving" | "saved" | "failed">("idle");
  testing = $state(false);
  /** What the trial ended with: true when all went well. */
  tried = $state.raw<true | AppError>();

  async load(): Promise<void> {
    try {
      this.#take(await mailSettings());
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }
  #take(settings: MailSettings): void {
    const { server } = settings;
    const none = server.host === "";
    this.settings = settings;
    // what is still being typed where no server is kept yet stays on the screen
    if (!none || !this.form)
      this.form = {
        ...server,
        tls: server.tls || "starttls",
        port: server.port > 0 ? String(server.port) : "",
        perMinute: server.perMinute > 0 ? String(server.perMinute) : "",
      };
    this.rules = { ...settings.rules };
  }

  /** The usual port of the new way follows, unless another one was chosen. */
  chooseTLS(tls: string): void {
    if (!this.form) return;
    const usual = Object.values(ports).map(String);
    const port = this.form.port.trim();
    this.form.tls = tls;
    if (port === "" || usual.includes(port)) this.form.port = String(ports[tls] ?? "");
    void this.keepServer();
  }

  get dirty(): boolean {
    const { form, settings } = this;
    if (!form || !settings) return false;
    const now = this.#server(form);
    const before = { ...settings.server, password: "" };
    return !now || JSON.stringify(sorted(now)) !== JSON.stringify(sorted(before));
  }
  #server(form: Form): MailServer | undefined {
    const [port, perMinute] = [whole(form.port), whole(form.perMinute)];
    if (port === undefined || perMinute === undefined) return undefined;
    return { ...form, port, perMinute };
  }

  /** True when the register holds what is on the screen. */
  async keepServer(): Promise<boolean> {
    if (!this.form || this.form.host.trim() === "") return false;
    if (!this.dirty) return true;
    const server = this.#server(this.form);
    if (!server) {
      const field = whole(this.form.port) === undefined ? "port" : "perMinute";
      this.problem = new AppError([{ code: "invalid", field, args: {} }]);
      this.saved = "failed";
      return false;
    }
    this.tried = undefined;
    return this.#save(() => setMailServer(server));
  }
  keepRules(): Promise<boolean> {
    if (!this.rules || JSON.stringify(this.rules) === JSON.stringify(this.settings?.rules))
      return Promise.resolve(true);
    return this.#save(() => setMailRules({ ...this.rules! }));
  }
  async #save(act: () => Promise<MailSettings>): Promise<boolean> {
    this.saved = "saving";
    try {
      this.#take(await track(act()));
      this.problem = undefined;
      this.saved = "saved";
      changed();
      return true;
    } catch (reason) {
      this.problem = toAppError(reason);
      this.saved = "failed";
      return false;
    }
  }

  async test(): Promise<void> {
    if (this.testing || !(await this.keepServer())) return;
    this.testing = true;
    this.tried = undefined;
    try {
      await testMailServer();
      this.tried = true;
    } catch (reason) {
      this.tried = toAppError(reason);
    } finally {
      this.testing = false;
    }
  }
}

const sorted = (server: MailServer) => Object.entries(server).sort(([a], [b]) => (a < b ? -1 : 1));
