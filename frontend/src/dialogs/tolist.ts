// Chosen customers come onto the e-mail list: those who may be written to. The rest are named, each with the reason.
import { addCustomersToList } from "$lib/api/mailing";
import { toAppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { changed } from "$lib/shared/changes.svelte";
import { counted } from "$lib/shared/counted";
import { toasts } from "$lib/shared/toasts.svelte";

import { dialogs } from "./dialogs.svelte";

export async function addToList(ids: readonly string[], add = addCustomersToList): Promise<void> {
  try {
    const done = await add([...ids]);
    if (done.left.length === 0) toasts.show(counted(m.list_added, done.added));
    else dialogs.showListAdded(done);
    changed();
  } catch (reason) {
    toasts.show(toAppError(reason).text);
  }
}
