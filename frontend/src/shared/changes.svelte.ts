// A number that grows whenever something in the register was changed: who shows data of it reads the number in
// an effect and asks again.

let count = $state(0);

export function changes(): number {
  return count;
}

export function changed(): void {
  count++;
}
