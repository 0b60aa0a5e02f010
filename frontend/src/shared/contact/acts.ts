// What is done to a contact, each with its way back.
import { doneContact, editContact, restoreContact, waitContact } from "$lib/api/contacts";
import { deleteContact, type Contact } from "$lib/api/registers";
import { toAppError } from "$lib/errors";
import { day, m } from "$lib/i18n";
import { toasts } from "$lib/shared/toasts.svelte";
import { undoStack } from "$lib/shared/undo.svelte";

async function doing(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (reason) {
    toasts.show(toAppError(reason).text);
    return false;
  }
}

export const removeContact = (id: string): Promise<boolean> =>
  doing(async () => {
    await deleteContact(id);
    undoStack.did({
      text: m.contact_deleted(),
      undo: () => restoreContact(id),
      redo: () => deleteContact(id),
    });
  });

export const markDone = (id: string): Promise<boolean> =>
  doing(async () => {
    const { before } = await doneContact(id);
    undoStack.did({
      text: m.contact_done_did(),
      undo: () => editContact(before),
      redo: () => doneContact(id),
    });
  });

/** Into the queue, to be come back to on a day; "" is at once. */
export const markWaiting = (id: string, until: string): Promise<boolean> =>
  doing(async () => {
    const { before } = await waitContact(id, until);
    undoStack.did({
      text: until ? m.contact_postponed({ day: day(until) }) : m.contact_wait_did(),
      undo: () => editContact(before),
      redo: () => waitContact(id, until),
    });
  });

/** For a dialog, which shows what went wrong itself. */
export async function changeContact(contact: Contact): Promise<void> {
  const { before, after } = await editContact(contact);
  undoStack.did({
    text: m.contact_changed(),
    undo: () => editContact(before),
    redo: () => editContact(after),
  });
}
