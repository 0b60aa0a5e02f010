// The small dialogs that open over any page: a new customer, a contact, a delivery. Asked for from pages, keys and
// the palette alike.

export interface Target {
  id: string;
  name: string;
}

class Dialogs {
  /** The name that was searched for and not found, or "". */
  newCustomer = $state.raw<{ name: string }>();
  contact = $state.raw<{ targets: readonly Target[]; done?: () => void }>();
  delivery = $state.raw<Target>();

  addCustomer(name = ""): void {
    this.newCustomer = { name };
  }
  logContact(targets: readonly Target[], done?: () => void): void {
    if (targets.length > 0) this.contact = done ? { targets, done } : { targets };
  }
  logDelivery(target: Target): void {
    this.delivery = target;
  }
}

export const dialogs = new Dialogs();
