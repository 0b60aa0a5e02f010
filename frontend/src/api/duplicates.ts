// Cards that are one customer: found, kept apart, made one, and two again.
import {
  Different,
  Last,
  Like,
  List,
  Merge,
  NotDifferent,
  Offer,
  Undo,
} from "../../wailsjs/go/desktop/Duplicates";
import type { app, desktop, vault } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Duplicate = app.Duplicate;
export type DuplicatePage = desktop.DuplicatePage;
export type Alike = vault.Alike;
export type MergeOffer = desktop.MergeOffer;
export type MergeSide = desktop.MergeSide;
export type Moves = vault.Moves;
export type Merged = vault.Merged;

/** Pairs that are likely the same customer, the surest first. */
export const listDuplicates = (limit: number) => call(() => List(limit), patience.work);
/** Cards that look like a new one with these fields, also those that share no more than the name. */
export const likeCustomers = (fields: Record<string, string>) =>
  call(() => Like(Object.entries(fields).map(([field, value]) => ({ field, value }))));
export const offerMerge = (left: string, right: string) => call(() => Offer(left, right));
/** The named fields are taken from the other card, which goes. */
export const mergeCustomers = (kept: string, other: string, take: string[]) =>
  call(() => Merge(kept, other, take), patience.work);
export const undoMerge = (kept: string) => call(() => Undo(kept), patience.work);
export const lastMerge = (kept: string) => call(() => Last(kept));
export const setDifferent = (one: string, other: string) => call(() => Different(one, other));
export const setNotDifferent = (one: string, other: string) => call(() => NotDifferent(one, other));
