// Restrictions of processing, the places where data lie outside the vault, and what is to be done there.
import { End as EndPlace, List, Save } from "../../wailsjs/go/desktop/DataPlaces";
import { Lift, Place as Restrict, Use } from "../../wailsjs/go/desktop/Restrictions";
import { End as EndTask, Open } from "../../wailsjs/go/desktop/Tasks";
import type { app } from "../../wailsjs/go/models";
import { call } from "./call";

export type Restriction = app.Restriction;
export type RestrictionUse = app.RestrictionUse;
export type Place = app.Place;
export type Task = app.Task;

/** The grounds of Art. 18(1), and of a use, Art. 18(2), in the order of the Article. */
export const grounds = ["accuracy", "unlawful", "claims", "objection"] as const;
export const useGrounds = ["consent", "claims", "rights", "public-interest"] as const;
/** What a use may let pass for the day. */
export const useCodes = ["edit", "erase", "merge", "export", "disclose"] as const;
export const placeKinds = [
  "paper",
  "phone",
  "computer",
  "stick",
  "server",
  "mail",
  "accountant",
  "chat",
  "other",
] as const;
export type Ground = (typeof grounds)[number];
export type UseGround = (typeof useGrounds)[number];
export type UseCode = (typeof useCodes)[number];
export type PlaceKind = (typeof placeKinds)[number];

export const restrict = (restriction: Restriction) => call(() => Restrict(restriction));
export const useRestricted = (customerId: string, ground: UseGround, what: UseCode, reason: string) =>
  call(() => Use(customerId, ground, what, reason));
export const liftRestriction = (id: string, noticeOn: string) => call(() => Lift(id, noticeOn));

export const places = () => call(() => List());
/** Without an id, adds one. All places come back. */
export const savePlace = (place: Place) => call(() => Save(place));
export const endPlace = (id: string) => call(() => EndPlace(id));

export const openTasks = () => call(() => Open());
/** `outcome` done, impossible or disproportionate; what is still open comes back. */
export const endTask = (id: string, outcome: string, note: string) => call(() => EndTask(id, outcome, note));
