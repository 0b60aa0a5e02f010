// What the person has said so far in the first run. Lives only while the wizard is open.
import { createVault, suggestPassphrase, type Firm, type RecoverySheet } from "$lib/api/session";
import { toAppError, type AppError } from "$lib/errors";
import { language } from "$lib/i18n";

export const steps = ["language", "firm", "passphrase", "recovery", "start"] as const;
export type Step = (typeof steps)[number];

export class Setup {
  step = $state<Step>("language");
  firm = $state<Firm>(blankFirm());
  words = $state.raw<readonly string[]>([]);
  passphrase = $state("");
  sheet = $state.raw<RecoverySheet>();
  busy = $state(false);
  problem = $state.raw<AppError>();

  get index(): number {
    return steps.indexOf(this.step);
  }

  go(by: 1 | -1): void {
    this.problem = undefined;
    this.step = steps[this.index + by] ?? this.step;
  }

  async draw(): Promise<void> {
    await this.#try(async () => {
      this.words = await suggestPassphrase(language());
    });
  }

  /** Makes the register; from here on there is no way back, only forward. */
  async create(): Promise<void> {
    await this.#try(async () => {
      this.sheet = await createVault($state.snapshot(this.firm), language(), this.passphrase);
      this.passphrase = "";
      this.words = [];
      this.step = "recovery";
    });
    // a fault in the firm's details is mended where they are written
    if (this.problem && firmFields.some((field) => this.problem?.for(field))) this.step = "firm";
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
    } catch (reason) {
      this.problem = toAppError(reason);
    } finally {
      this.busy = false;
    }
  }
}

export const firmFields = [
  "name",
  "businessId",
  "street",
  "postcode",
  "town",
  "phone",
  "email",
  "contact",
] as const satisfies readonly (keyof Firm)[];

function blankFirm(): Firm {
  return {
    name: "",
    businessId: "",
    street: "",
    postcode: "",
    town: "",
    phone: "",
    email: "",
    contact: "",
    financialYearEnd: "12-31",
  };
}
