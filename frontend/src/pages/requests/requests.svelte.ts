// The board's requests: the open ones, and those that are closed once they are asked for.
import { listRequests, type Request } from "$lib/api/requests";
import { toAppError, type AppError } from "$lib/errors";
import { setOpenRequests } from "$lib/shell/requests.svelte";

import { board, type Lane } from "./board";

export class Requests {
  open = $state.raw<readonly Request[]>();
  closed = $state.raw<readonly Request[]>();
  showClosed = $state(false);
  /** The register could not be read: never shown as an empty list. */
  unread = $state.raw<AppError>();
  readonly lanes: ReadonlyMap<Lane, readonly Request[]> = $derived(board(this.open ?? []));

  async load(): Promise<void> {
    try {
      const [open, closed] = await Promise.all([
        listRequests(true),
        this.showClosed ? listRequests(false) : undefined,
      ]);
      this.open = open;
      setOpenRequests(open);
      this.closed = closed;
      this.unread = undefined;
    } catch (reason) {
      this.unread = toAppError(reason);
    }
  }

  async withClosed(on: boolean): Promise<void> {
    this.showClosed = on;
    await this.load();
  }
}
