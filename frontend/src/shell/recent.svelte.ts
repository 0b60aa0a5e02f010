// Cards that were opened in this session, the latest first: offered by the palette before anything is typed. In
// memory only, and gone at locking.

export interface Recent {
  id: string;
  name: string;
  number: string;
}

class RecentCards {
  list = $state.raw<readonly Recent[]>([]);

  add(card: Recent): void {
    this.list = [card, ...this.list.filter((other) => other.id !== card.id)].slice(0, 5);
  }
  forget(id: string): void {
    this.list = this.list.filter((card) => card.id !== id);
  }
}

export const recent = new RecentCards();
