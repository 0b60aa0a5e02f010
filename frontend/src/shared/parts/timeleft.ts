// How long work takes still, in the unit a person would say it in.
import { m } from "$lib/i18n";

export function timeLeft(seconds: number): string {
  if (seconds < 90) return m.progress_left({ count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return m.progress_left_minutes({ count: minutes });
  return m.progress_left_hours({ count: Math.round(minutes / 60) });
}

/** The same as a length: "20 minuuttia". */
export function timeLong(seconds: number): string {
  if (seconds < 90) return m.time_seconds({ count: Math.max(1, Math.ceil(seconds)) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return m.time_minutes({ count: minutes });
  return m.time_hours({ count: Math.ceil(minutes / 60) });
}
