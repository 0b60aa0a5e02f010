// Words of what goes out: files' names, forms and what each is good for.
import { m } from "$lib/i18n";

export const exportNames: Readonly<Record<string, () => string>> = {
  customers: m.export_file_customers,
  contacts: m.export_file_contacts,
  deliveries: m.export_file_deliveries,
};

export const registerNames: Readonly<Record<string, () => string>> = {
  customers: m.export_customers,
  contacts: m.export_contacts,
  deliveries: m.export_deliveries,
  register: m.export_register,
  portable: m.export_portable,
};

export const formatNames: Readonly<Record<string, () => string>> = {
  xlsx: m.export_xlsx,
  csv: m.export_csv,
  vcf: m.export_vcf,
  json: m.export_json,
};

export const formatTexts: Readonly<Record<string, () => string>> = {
  xlsx: m.export_xlsx_text,
  csv: m.export_csv_text,
  vcf: m.export_vcf_text,
  json: m.export_json_text,
};
