// What the settings page holds: every change is saved as it is made, and a firm's field can be taken back.
import {
  saveFirm,
  saveLanguage,
  saveNumberSeries,
  savePreferences,
  settingsPage,
  type Firm,
  type Preferences,
  type SettingsPage,
} from "$lib/api/settings";
import { toAppError, type AppError } from "$lib/errors";
import { m, setLanguage, type Language } from "$lib/i18n";
import { setAppearance, type Density, type TextSize, type Theme } from "$lib/shared/appearance.svelte";
import { setSingleKeys } from "$lib/shared/keys.svelte";
import { toasts } from "$lib/shared/toasts.svelte";
import { session } from "$lib/shell/session.svelte";

export class SettingsState {
  page = $state.raw<SettingsPage>();
  firm = $state<Firm>();
  nextNumber = $state("");
  unread = $state.raw<AppError>();
  problem = $state.raw<AppError>();
  saved = $state<"idle" | "saving" | "saved" | "failed">("idle");

  async load(): Promise<void> {
    try {
      this.#take(await settingsPage());
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  #take(page: SettingsPage): void {
    this.page = page;
    this.firm = { ...page.firm };
    this.nextNumber = page.nextNumber;
    session.firm = page.firm.name;
  }

  /** Saves what was typed. What can not be saved keeps the typed text and says why beside the field. */
  async keepFirm(): Promise<void> {
    if (!this.firm || !this.page) return;
    const before = this.page.firm;
    if (sameFirm(before, this.firm)) return;
    if (await this.#save(() => saveFirm({ ...this.firm! }))) {
      toasts.show(m.set_firm_saved(), async () => {
        await this.#save(() => saveFirm(before));
      });
    }
  }

  /** New customers get this number and those that follow it. */
  async keepNumbers(): Promise<void> {
    const before = this.page?.nextNumber ?? "";
    if (this.nextNumber.trim() === before) return;
    if (await this.#save(() => saveNumberSeries(this.nextNumber))) {
      toasts.show(m.set_numbers_saved({ number: this.nextNumber }), async () => {
        await this.#save(() => saveNumberSeries(before));
      });
    }
  }

  async #save(act: () => Promise<SettingsPage>): Promise<boolean> {
    this.saved = "saving";
    try {
      this.#take(await act());
      this.problem = undefined;
      this.saved = "saved";
      return true;
    } catch (reason) {
      this.problem = toAppError(reason);
      this.saved = "failed";
      return false;
    }
  }

  async chooseLanguage(language: Language): Promise<void> {
    await this.#keep(() => saveLanguage(language), { language });
  }

  async prefer(part: Partial<Preferences>): Promise<void> {
    if (!this.page) return;
    const preferences = { ...this.page.preferences, ...part };
    await this.#keep(() => savePreferences(preferences), part);
  }

  async #keep(act: () => Promise<void>, part: Partial<Preferences>): Promise<void> {
    if (!this.page) return;
    const before = this.page;
    const preferences = { ...before.preferences, ...part };
    this.page = { ...before, language: preferences.language, preferences };
    apply(preferences);
    this.saved = "saving";
    try {
      await act();
      this.problem = undefined;
      this.saved = "saved";
    } catch (reason) {
      this.page = before;
      apply(before.preferences);
      this.problem = toAppError(reason);
      this.saved = "failed";
    }
  }
}

/** Shows the choice at once: waiting for the disk would make the window feel slow. */
function apply(preferences: Preferences): void {
  setLanguage(preferences.language as Language);
  setAppearance({
    theme: preferences.theme as Theme,
    textSize: preferences.textSize as TextSize,
    density: preferences.density as Density,
  });
  setSingleKeys(preferences.letterKeys);
  session.lockMinutes = preferences.lockMinutes;
}

export function sameFirm(a: Firm, b: Firm): boolean {
  return (Object.keys(a) as (keyof Firm)[]).every((field) => a[field] === b[field]);
}
