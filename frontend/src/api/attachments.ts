// Files that hang on contacts, and conversations given to the customer.
import {
  Add,
  Delete,
  Extend,
  List,
  Open,
  Restore,
  Room,
  Save,
  Unextend,
} from "../../wailsjs/go/desktop/Attachments";
import { Preview, Save as SaveTranscript } from "../../wailsjs/go/desktop/Transcripts";
import type { desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Attachment = desktop.AttachmentItem;
export type TranscriptPreview = desktop.TranscriptPreview;
export type TranscriptOrder = desktop.TranscriptOrder;

export const attachments = (contactId: string) => call(() => List(contactId));
/** Asks for a file. Without an id when the person changed their mind. */
export const addAttachment = (contactId: string) => call(() => Add(contactId), patience.work);
export const deleteAttachment = (id: string) => call(() => Delete(id));
/** Puts back what was deleted since the vault was unlocked. */
export const restoreAttachment = (id: string) => call(() => Restore(id));
/** A readable copy for another program, until the vault is locked. */
export const openAttachment = (id: string) => call(() => Open(id), patience.work);
/** A readable copy where the person says: its path, or "" when they changed their mind. */
export const saveAttachment = (id: string) => call(() => Save(id), patience.work);

/** The last day until which a recording may be kept; "" where none of its kind may. */
export const extensionRoom = (id: string) => call(() => Room(id));
export const extendRecording = (id: string, until: string, reason: string) =>
  call(() => Extend(id, until, reason));
export const unextendRecording = (id: string) => call(() => Unextend(id));

/** Hangs a file that was dropped on the page on a contact. */
export const dropAttachment = (contactId: string, file: File) =>
  call(async () => {
    // WebKitGTK sends an empty body for a File itself
    const answer = await fetch(`/attachment/${contactId}?name=${encodeURIComponent(file.name)}`, {
      method: "POST",
      body: await file.arrayBuffer(),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }, patience.work);

/**
 * Where a recording is listened to from, and how to let go of it. WebKitGTK plays nothing from the window's own
 * address, so there the recording is fetched into memory first; elsewhere it streams.
 */
export async function soundOf(id: string): Promise<{ url: string; release: () => void }> {
  const path = `/attachment/${id}`;
  if (location.protocol.startsWith("http")) return { url: path, release: () => undefined };
  const sound = await call(async () => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.blob();
  }, patience.work);
  const url = URL.createObjectURL(sound);
  return { url, release: () => URL.revokeObjectURL(url) };
}

/** What the customer would get. Nothing is written. */
export const transcriptPreview = (contactId: string, whole: boolean) =>
  call(() => Preview(contactId, whole), patience.work);
/** Asks for a place and writes the disclosure down: the path, or "" when the person changed their mind. */
export const saveTranscript = (order: TranscriptOrder) => call(() => SaveTranscript(order), patience.work);
