// What waits for the owner, and what goes soon.
import { Going, Waiting } from "../../wailsjs/go/desktop/Today";
import type { app } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type TodayRow = app.TodayRow;
export type Going = app.Going;

export const todayWaiting = () => call(() => Waiting());
/** Goes through the whole register. */
export const todayGoing = () => call(() => Going(), patience.work);
