// The list leaves the program as a file, and the person is told where and how many.
import { exportMailList, type ListForm } from "$lib/api/mailing";
import { toAppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";
import { toasts } from "$lib/shared/toasts.svelte";

/** Without a message it is the list for a message to all. True when a file came to be. */
export async function takeOut(form: ListForm, mailingId = "", digest = ""): Promise<boolean> {
  try {
    const { path, count } = await exportMailList(form, mailingId, digest);
    if (path === "") return false;
    toasts.show(`${counted(m.mail_exported, count)} ${m.mail_exported_outside()}`);
    return true;
  } catch (reason) {
    const error = toAppError(reason);
    if (!error.has("cancelled")) toasts.show(error.text);
    return false;
  }
}
