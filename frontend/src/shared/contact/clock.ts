/** Seconds as a clock shows them: 0.05, 3.20, 1.02.30. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}.${two(min)}.${two(s)}` : `${min}.${two(s)}`;
}
