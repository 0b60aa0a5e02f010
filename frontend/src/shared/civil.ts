// The civil day in Finland of a point in time: the log is kept in UTC.
const finland = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" });

export const civilDay = (at: string): string => finland.format(new Date(at));
