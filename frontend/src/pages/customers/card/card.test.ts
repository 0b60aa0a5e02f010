import { beforeEach, expect, it, vi } from "vitest";

import type { Customer, Person } from "$lib/api/customers";
import { undoStack } from "$lib/shared/undo.svelte";

import { OpenCard } from "./card.svelte";

const api = vi.hoisted(() => ({
  openCard: vi.fn(),
  reloadCard: vi.fn(),
  editCustomer: vi.fn(),
  restoreCustomer: vi.fn(),
  savePerson: vi.fn(),
  deletePerson: vi.fn(),
  townFor: vi.fn(),
}));
vi.mock("$lib/api/customers", () => api);

let kept: Customer; // what the register holds
const whole = (customer: Customer) => ({
  customer,
  remarks: [],
  holds: [],
  consents: [],
  restricted: { restrictions: [], uses: [], today: [] },
});
const clone = (customer: Customer): Customer => structuredClone(customer);
let made = 0;
beforeEach(() => {
  for (const each of Object.values(api)) each.mockReset();
  undoStack.clear();
  kept = { id: "a", name: "Aino", postcode: "", town: "", country: "", persons: [] } as unknown as Customer;
  api.openCard.mockImplementation(async () => whole(clone(kept)));
  api.editCustomer.mockImplementation(async (_: string, fields: Partial<Customer>) => {
    const before = clone(kept);
    Object.assign(kept, fields);
    return { card: whole(clone(kept)), before };
  });
  api.restoreCustomer.mockImplementation(async (card: Customer) => {
    kept = clone(card);
    return whole(clone(kept));
  });
  api.savePerson.mockImplementation(async (person: Person) => {
    const before = clone(kept);
    if (person.id === "") kept.persons.push({ ...person, id: `p${++made}` });
    else {
      const at = kept.persons.findIndex((each) => each.id === person.id);
      if (at < 0) throw '[{"code":"not-found","field":"person"}]';
      kept.persons[at] = person;
    }
    return { card: whole(clone(kept)), before };
  });
  api.townFor.mockResolvedValue("");
});
async function opened() {
  const card = new OpenCard("a");
  await card.open();
  return card;
}
const settled = () => new Promise((done) => setTimeout(done));

it("fills an empty town from the postal code, as a change of its own that can be taken back", async () => {
  api.townFor.mockResolvedValue("Kuopio");
  const card = await opened();
  await card.edit("postcode", "70100");
  await settled();
  expect(kept.town).toBe("Kuopio");
  await undoStack.undo();
  expect([kept.postcode, kept.town]).toEqual(["70100", ""]);
  await undoStack.undo();
  expect(kept.postcode).toBe("");
});

it("never writes over a town that is there, and leaves one empty that nobody knows", async () => {
  const card = await opened();
  await card.edit("postcode", "71800");
  await settled();
  expect(kept.town).toBe("");
  await card.edit("town", "Siilinjärvi");
  api.townFor.mockResolvedValue("Kuopio");
  await card.edit("postcode", "70100");
  await settled();
  expect(kept.town).toBe("Siilinjärvi");
});

it("takes back and does again a new person and what was changed of the person after", async () => {
  const card = await opened();
  const person = { id: "", customerId: "a", role: "main", name: "Ville", phone: "", email: "" } as Person;
  await card.savePerson(person);
  await card.savePerson({ ...kept.persons[0]!, name: "Ville Virtanen" });
  await undoStack.undo();
  expect(kept.persons.map((each) => each.name)).toEqual(["Ville"]);
  await undoStack.undo();
  expect(kept.persons).toEqual([]);
  await undoStack.redo();
  await undoStack.redo();
  expect(kept.persons.map((each) => each.name)).toEqual(["Ville Virtanen"]);
});
