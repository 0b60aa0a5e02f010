// The firm, the language, the looks, the passphrase, the soundness of the register and its log.
import {
  Audit,
  ChangePassphrase,
  Get,
  SetFirm,
  SetLanguage,
  SetNumberSeries,
  SetPreferences,
  Verify,
} from "../../wailsjs/go/desktop/Settings";
import type { app, desktop, vault } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Firm = app.Firm;
export type AuditRow = app.AuditRow;
export type Preferences = desktop.Preferences;
export type SettingsPage = desktop.SettingsPage;
export type Findings = vault.Findings;

export const settingsPage = () => call(() => Get());
export const saveFirm = (firm: Firm) => call(() => SetFirm(firm));
/** The first new customer number, by which the form of the following is known. */
export const saveNumberSeries = (first: string) => call(() => SetNumberSeries(first));
export const saveLanguage = (language: string) => call(() => SetLanguage(language));
export const savePreferences = (preferences: Preferences) => call(() => SetPreferences(preferences));
/** Stretching two passphrases takes seconds on an old machine. */
export const changePassphrase = (old: string, fresh: string) =>
  call(() => ChangePassphrase(old, fresh), patience.work);
/** The job "verify": every byte and the chain of the log. */
export const verifyRegister = () => call(() => Verify(), patience.work);
/** Newest first. */
export const auditRows = (offset: number, limit: number) => call(() => Audit(offset, limit));
