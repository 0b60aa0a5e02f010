// The way into the register and out of it.
import {
  AcceptOlder,
  Cancel,
  ConfirmRecovery,
  Create,
  FillDemo,
  Lock,
  Recover,
  RecoverySheet as PendingRecoverySheet,
  RenewRecovery,
  SaveRecoverySheet,
  State,
  SuggestPassphrase,
  Unlock,
  Used,
} from "../../wailsjs/go/desktop/Session";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Firm = app.Firm;
export type RecoverySheet = desktop.RecoverySheet;
export type SessionState = desktop.SessionState;
export type Preferences = desktop.Preferences;
export type LockReason = "user" | "idle" | "suspend" | "screen";

export const sessionState = () => call(() => State());
export const suggestPassphrase = (language: string) => call(() => SuggestPassphrase(language));

/** Stretching the passphrase takes about a second, more on an old machine: hence the longer patience. */
export const createVault = (firm: Firm, language: string, passphrase: string) =>
  call(() => Create({ firm, language, passphrase }), patience.work);
export const unlock = (passphrase: string) => call(() => Unlock(passphrase), patience.work);
export const recover = (key: string, passphrase: string) =>
  call(() => Recover(key, passphrase), patience.work);
export const lock = (reason: LockReason) => call(() => Lock(reason), patience.work);

/** Somebody is at the window: the program counts from here, and locks when nobody comes. */
export const used = () => call(() => Used());

/** The older copy that lies there is the register from now on, and is announced no more. */
export const acceptOlder = () => call(() => AcceptOlder());

/** A new sheet, for one that was never confirmed or is lost; the old one opens the register no more. */
export const renewRecovery = (passphrase: string) => call(() => RenewRecovery(passphrase), patience.work);

/** The sheet that was made since the register was opened; "not-found" when none waits for its proof. */
export const pendingRecoverySheet = () => call(() => PendingRecoverySheet());

/** The path that was chosen, or "" when the person changed their mind. */
export const saveRecoverySheet = () => call(() => SaveRecoverySheet(), patience.work);
export const confirmRecovery = (groups: string[]) => call(() => ConfirmRecovery(groups));
export const fillDemo = () => call(() => FillDemo(), patience.work);
export const cancelJob = (job: string) => call(() => Cancel(job));
