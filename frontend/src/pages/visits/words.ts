// The tools from which visits come.
import { m } from "$lib/i18n";

const origins: Record<string, () => string> = {
  ga4: m.visits_origin_ga4,
  matomo: m.visits_origin_matomo,
  plausible: m.visits_origin_plausible,
  other: m.visits_origin_other,
};

export const originName = (origin: string) => (Object.hasOwn(origins, origin) ? origins[origin]!() : origin);
