// Visits to the firm's site: statistics out of files.
import { Forget, Pick, Preview, Run, Show } from "../../wailsjs/go/desktop/Visits";
import type { app, desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type VisitsPage = desktop.VisitsPage;
export type VisitMonth = desktop.VisitMonth;
export type VisitsPreview = desktop.VisitsPreview;
export type VisitCount = app.VisitCount;

/** The last thirteen months of one tool's visits; "" is the first tool. */
export const showVisits = (origin: string) => call(() => Show(origin));
/** The path, or "" when the person changed their mind. */
export const pickVisits = () => call(() => Pick(), patience.work);
/** The job "preview". */
export const previewVisits = (path: string) => call(() => Preview(path), patience.work);
/** The job "import". */
export const runVisits = (path: string, digest: string) => call(() => Run(path, digest), patience.work);
/** The job "forget": from how many visits. */
export const forgetVisitors = () => call(() => Forget(), patience.work);
