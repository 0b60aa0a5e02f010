// A request as the form begins with it, and what of it is told beside its field.
import type { Request } from "$lib/api/requests";

/** Fields that tell their own mistake. */
export const told = [
  "received",
  "words",
  "scope",
  "customerId",
  "name",
  "email",
  "phone",
  "address",
  "representative",
  "authority",
] as const;

export function blankRequest(today: string, language: string): Request {
  const deadline: Request["deadline"] = {
    target: "",
    last: "",
    extendedTarget: "",
    extendedLast: "",
    due: "",
    left: 0,
    late: false,
    suspended: 0,
    paused: false,
    extendedLate: false,
    holiday: "",
    steps: [],
  };
  return {
    id: "",
    number: "",
    kind: "access",
    state: "received",
    customerId: "",
    customer: "",
    name: "",
    address: "",
    email: "",
    phone: "",
    language,
    representative: "",
    authority: "",
    received: today,
    channel: "email",
    words: "",
    scope: "",
    marketing: false,
    verifiedOn: "",
    method: "",
    verifiedNote: "",
    pauses: [],
    extendedOn: "",
    extendReason: "",
    outcome: "",
    refuseGround: "",
    reason: "",
    closedOn: "",
    deadline,
  };
}
