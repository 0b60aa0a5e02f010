// What stands in a text in the place of a word that told who somebody is.
import { m } from "$lib/i18n";

export const maskWords: Record<string, () => string> = {
  customer: m.mask_customer,
  person: m.mask_person,
  staff: m.mask_staff,
  firm: m.mask_firm,
  address: m.mask_address,
  town: m.mask_town,
  phone: m.mask_phone,
  email: m.mask_email,
  number: m.mask_number,
  reference: m.mask_reference,
  plate: m.mask_plate,
  "business-id": m.mask_business_id,
  hetu: m.mask_hetu,
  iban: m.mask_iban,
  link: m.mask_link,
  other: m.mask_other,
};
