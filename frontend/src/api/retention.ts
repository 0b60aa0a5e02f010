// What goes, when and why; and the approving of it.
import {
  Certificate,
  Outlook,
  Policy,
  PresetChanges,
  Purge,
  Review,
  Run,
  Runs,
  SetAuto,
  SetRule,
  UsePreset,
} from "../../wailsjs/go/desktop/Retention";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Counts = app.Counts;
export type Decision = app.Decision;
export type ClassTotal = app.ClassTotal;
export type Outlook = desktop.Outlook;
export type Run = app.Run;
export type Printed = desktop.Printed;
export type Review = app.Review;
export type Rule = app.Rule;
export type PromisedRule = app.PromisedRule;
export type RuleChange = app.RuleChange;
export type PolicyPage = desktop.PolicyPage;
export type RuleRow = desktop.RuleRow;
export type Approval = desktop.Approval;
export type PurgeResult = desktop.PurgeResult;

/** What is due today, held, or due within that many days. Goes through the whole register. */
export const retentionReview = (within: number) => call(() => Review(within), patience.work);
export const retentionOutlook = (months: number) => call(() => Outlook(months), patience.work);
/** The newest runs first. */
export const retentionRuns = (limit: number) => call(() => Runs(limit));
export const retentionRun = (id: string) => call(() => Run(id));
/** The certificate of a run, printed again. */
export const runCertificate = (id: string) => call(() => Certificate(id), patience.work);
/** The job "purge". */
export const purge = (approval: Approval) => call(() => Purge(approval), patience.work);

/** The promise, class by class, and what was promised before. */
export const policyPage = () => call(() => Policy());
export const setRule = (rule: Rule) => call(() => SetRule(rule));
/** Whether a class goes without being asked for. */
export const setAuto = (ruleClass: string, on: boolean) => call(() => SetAuto(ruleClass, on));
export const presetChanges = (code: string) => call(() => PresetChanges(code));
export const usePreset = (code: string) => call(() => UsePreset(code));
