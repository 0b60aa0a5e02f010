// One request as the page shows it. Every act gives the request back; the page then asks for the rest anew.
import { requestPage, type Request, type RequestPage } from "$lib/api/requests";
import { toAppError, type AppError } from "$lib/errors";
import { changed } from "$lib/shared/changes.svelte";

export class OpenRequest {
  readonly id: string;
  page = $state.raw<RequestPage>();
  problem = $state.raw<AppError>();
  readonly request: Request | undefined = $derived(this.page?.request);

  constructor(id: string) {
    this.id = id;
  }

  async load(): Promise<void> {
    try {
      this.page = await requestPage(this.id);
      this.problem = undefined;
    } catch (reason) {
      this.problem = toAppError(reason);
    }
  }

  /** Does one step of the request. What it is rejected with is the caller's to tell. */
  async act(step: (id: string) => Promise<unknown>): Promise<void> {
    await step(this.id);
    await this.load();
    changed();
  }
}
