// The log's actions in plain words. It holds no values, so neither do the words.
import type { AuditRow } from "$lib/api/settings";
import { m } from "$lib/i18n";

const words: Record<string, () => string> = {
  "vault-created": m.log_vault_created,
  "vault-recovered": m.log_vault_recovered,
  "passphrase-changed": m.log_passphrase_changed,
  "recovery-renewed": m.log_recovery_renewed,
  "recovery-confirmed": m.log_recovery_confirmed,
  "settings-changed": m.log_settings_changed,
  "customer-added": m.log_customer_added,
  "customer-edited": m.log_customer_edited,
  "customer-viewed": m.log_customer_viewed,
  "customer-imported": m.log_customer_imported,
  "customer-restored": m.log_customer_restored,
  "customer-merged": m.log_customer_merged,
  "customer-merged-away": m.log_customer_merged_away,
  "customer-unmerged": m.log_customer_unmerged,
  "customers-different": m.log_customers_different,
  "customers-alike": m.log_customers_alike,
  "customer-erased": m.log_customer_erased,
  "contact-added": m.log_contact_added,
  "contact-changed": m.log_contact_changed,
  "contact-restored": m.log_contact_restored,
  "contact-deleted": m.log_contact_deleted,
  "attachment-added": m.log_attachment_added,
  "attachment-deleted": m.log_attachment_deleted,
  "attachment-opened": m.log_attachment_opened,
  "attachment-saved": m.log_attachment_saved,
  disclosed: m.log_disclosed,
  "delivery-added": m.log_delivery_added,
  "delivery-deleted": m.log_delivery_deleted,
  "person-saved": m.log_person_saved,
  "person-deleted": m.log_person_deleted,
  "consent-given": m.log_consent_given,
  "consent-withdrawn": m.log_consent_withdrawn,
  "hold-placed": m.log_hold_placed,
  "hold-lifted": m.log_hold_lifted,
  "import-started": m.log_import_started,
  "import-ended": m.log_import_ended,
  "import-undone": m.log_import_undone,
  "visitors-forgotten": m.log_visitors_forgotten,
  "access-printed": m.log_access_printed,
  "template-saved": m.log_template_saved,
  "template-removed": m.log_template_removed,
  "training-exported": m.log_training_exported,
  "register-exported": m.log_register_exported,
  exported: m.log_exported,
  "copy-gone": m.log_copy_gone,
  "entry-added": m.log_entry_added,
  "entry-edited": m.log_entry_edited,
  "entry-erased": m.log_entry_erased,
  "address-suppressed": m.log_address_suppressed,
  "address-released": m.log_address_released,
  "wording-added": m.log_wording_added,
  "mailing-saved": m.log_mailing_saved,
  "mailing-deleted": m.log_mailing_deleted,
  "mailing-begun": m.log_mailing_begun,
  "mailing-ended": m.log_mailing_ended,
  "list-exported": m.log_list_exported,
};

export const knownActions: readonly string[] = Object.keys(words);

/** A newer program's action, unknown here, is shown by its code: better than nothing. */
export function actionWords(row: Pick<AuditRow, "action">): string {
  return Object.hasOwn(words, row.action) ? words[row.action]!() : row.action;
}
