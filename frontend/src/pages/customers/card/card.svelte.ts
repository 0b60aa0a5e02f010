// The open card: what is shown of one customer, and every change to it with its way back.
import {
  deletePerson,
  editCustomer,
  openCard,
  reloadCard,
  restoreCustomer,
  savePerson,
  townFor,
  type Card,
  type Customer,
  type Person,
} from "$lib/api/customers";
import { addConsent, liftHold, placeHold, type Consent, type Hold } from "$lib/api/registers";
import {
  liftRestriction,
  restrict,
  useRestricted,
  type Ground,
  type Restriction,
  type UseCode,
  type UseGround,
} from "$lib/api/restrictions";
import { AppError, errorText, toAppError } from "$lib/errors";
import { m } from "$lib/i18n";
import { changed } from "$lib/shared/changes.svelte";
import { track } from "$lib/shared/pending";
import { undoStack } from "$lib/shared/undo.svelte";
import { fieldWords, wordOf } from "$lib/shared/words";

export type SaveState = "idle" | "saving" | "saved" | "failed";

export class OpenCard {
  readonly id: string;
  card = $state.raw<Card>();
  /** The card could not be read: said in its place, never shown as empty. */
  problem = $state.raw<AppError>();
  saving = $state<SaveState>("idle");
  /** What is wrong with a field as it was typed; the register holds what it held. */
  errors = $state<Record<string, string>>({});

  constructor(id: string) {
    this.id = id;
  }

  get customer(): Customer | undefined {
    return this.card?.customer;
  }
  /** The hold that stands now. */
  get hold(): Hold | undefined {
    return this.card?.holds.find((hold) => hold.liftedOn === "");
  }
  /** The restriction that stands, the newest of several. */
  get restriction(): Restriction | undefined {
    return this.card?.restricted.restrictions.find((each) => each.liftedOn === "");
  }
  remark(field: string): string | undefined {
    const found = this.card?.remarks.find((remark) => remark.field === field);
    return found && errorText({ ...found, args: found.args ?? {} });
  }

  open(): Promise<void> {
    return this.#read(() => openCard(this.id));
  }
  reload(): Promise<void> {
    return this.#read(() => reloadCard(this.id));
  }
  async #read(read: () => Promise<Card>): Promise<void> {
    try {
      this.card = await read();
      this.problem = undefined;
    } catch (reason) {
      this.problem = toAppError(reason);
    }
  }

  /** Saves one field as it was left. True when the register has it now. */
  async edit(field: keyof Customer & string, value: string): Promise<boolean> {
    this.saving = "saving";
    try {
      const { card, before } = await track(editCustomer(this.id, { [field]: value }));
      delete this.errors[field];
      this.card = card;
      this.saving = "saved";
      if (before[field] !== card.customer[field]) {
        const text = m.card_edited({
          name: card.customer.name,
          field: wordOf(fieldWords, field).toLowerCase(),
        });
        undoStack.did({
          text,
          undo: () => restoreCustomer(before),
          redo: () => editCustomer(this.id, { [field]: value }),
        });
        if (field === "postcode") void this.#suggestTown();
      }
      return true;
    } catch (reason) {
      const error = toAppError(reason);
      this.errors[field] = error.for(field) ?? error.text;
      this.saving = "failed";
      return false;
    }
  }

  /** A town for a postal code that has none yet: a change like any other, which can be taken back. */
  async #suggestTown(): Promise<void> {
    const { postcode, country, town } = this.customer!;
    if (town !== "" || postcode === "") return;
    const known = await townFor(postcode, country).catch(() => "");
    const now = this.customer!;
    if (known !== "" && now.town === "" && now.postcode === postcode) await this.edit("town", known);
  }

  async savePerson(person: Person): Promise<void> {
    const { card, before } = await track(savePerson({ ...person, customerId: this.id }));
    this.card = card;
    undoStack.did({
      text: m.person_saved({ name: person.name }),
      undo: () => restoreCustomer(before),
      // the card as it became: a person who is made again keeps the id that later acts know
      redo: () => restoreCustomer(card.customer),
    });
  }
  async deletePerson(person: Person): Promise<void> {
    const { card, before } = await deletePerson(this.id, person.id);
    this.card = card;
    undoStack.did({
      text: m.person_deleted({ name: person.name }),
      undo: () => restoreCustomer(before),
      redo: () => deletePerson(this.id, person.id),
    });
  }

  async placeHold(kind: string, reason: string, reviewOn: string): Promise<void> {
    this.card = await placeHold(this.id, kind, reason, reviewOn);
    undoStack.did({
      text: m.hold_placed(),
      undo: () => liftHold(this.id),
      redo: () => placeHold(this.id, kind, reason, reviewOn),
    });
  }
  async liftHold(): Promise<void> {
    const was = this.hold;
    this.card = await liftHold(this.id);
    if (was)
      undoStack.did({
        text: m.hold_lifted(),
        undo: () => placeHold(this.id, was.kind, was.reason, was.reviewOn),
        redo: () => liftHold(this.id),
      });
  }

  /** What was said of a restriction is never taken back: it is lifted, after the person was told. */
  async restrict(ground: Ground, scope: string, reviewOn: string): Promise<void> {
    this.card = await restrict({
      id: "",
      customerId: this.id,
      requestId: "",
      ground,
      scope,
      from: "",
      reviewOn,
      noticeOn: "",
      liftedOn: "",
    });
    changed();
  }
  async useRestricted(ground: UseGround, what: UseCode, reason: string): Promise<void> {
    this.card = await useRestricted(this.id, ground, what, reason);
    changed();
  }
  async liftRestriction(id: string, noticeOn: string): Promise<void> {
    this.card = await liftRestriction(id, noticeOn);
    changed();
  }

  /** Nothing in the ledger of permissions is ever taken back: a mistake is mended by a new line. */
  async addConsent(consent: Omit<Consent, "id" | "customerId">): Promise<void> {
    this.card = await addConsent({ ...consent, id: "", customerId: this.id });
    changed();
  }
}
