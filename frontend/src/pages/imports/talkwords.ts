// Formats, findings and fields of conversation files in words.
import type { HistoryPreview } from "$lib/api/histories";
import { m } from "$lib/i18n";
import { counted } from "$lib/shared/counted";

type Args = Record<string, string>;

/** Every code of app/exchange/talk; talkwords.test.ts compares. */
export const findingWords: Record<string, (args: Args) => string> = {
  "talk-message-cut": () => m.talk_finding_message_cut(),
  "talk-too-many": ({ limit = "" }) => m.talk_finding_too_many({ limit }),
  "talk-broken-off": () => m.talk_finding_broken_off(),
  "talk-row-unread": () => m.talk_finding_row_unread(),
  "talk-day-order": () => m.talk_finding_day_order(),
  "talk-no-day": () => m.talk_finding_no_day(),
  "talk-author-colon": ({ author = "" }) => m.talk_finding_author_colon({ author }),
  "talk-entry-refused": ({ entry = "" }) => m.talk_finding_entry_refused({ entry }),
  "talk-entry-large": ({ entry = "" }) => m.talk_finding_entry_large({ entry }),
  "talk-entry-nested": ({ entry = "" }) => m.talk_finding_entry_nested({ entry }),
  "talk-nothing-found": () => m.talk_finding_nothing_found(),
  "talk-file-missing": ({ count = "" }) => m.talk_finding_file_missing({ count }),
  "talk-own-number": ({ number = "" }) => m.talk_finding_own_number({ number }),
  "talk-no-recording": ({ file = "" }) => m.talk_finding_no_recording({ file }),
  "talk-line-broken": () => m.talk_finding_line_broken(),
  "talk-entry-unknown": () => m.talk_finding_entry_unknown(),
  "talk-made-up-name": ({ name = "" }) => m.talk_finding_made_up_name({ name }),
  "talk-encrypted": ({ count = "" }) => m.talk_finding_encrypted({ count }),
  "talk-time-missing": ({ count = "" }) => m.talk_finding_time_missing({ count }),
  "talk-mapped": ({ field = "", path = "" }) => m.talk_finding_mapped({ field: mapFieldName(field), path }),
};

const mapFields: Record<string, () => string> = {
  conversation: m.talk_map_conversation,
  id: m.talk_map_id,
  title: m.talk_map_title_field,
  time: m.talk_map_time,
  author: m.talk_map_author,
  role: m.talk_map_role,
  text: m.talk_map_text_field,
  kind: m.talk_map_kind,
  internal: m.talk_map_internal,
  attachment: m.talk_map_attachment,
  name: m.talk_map_name,
  email: m.talk_map_email,
  phone: m.talk_map_phone,
  company: m.talk_map_company,
  userId: m.talk_map_user_id,
  rating: m.talk_map_rating,
};
export const mapFieldName = (field: string): string =>
  Object.hasOwn(mapFields, field) ? mapFields[field]!() : field;

/** Names of products are the same in every language. */
const formats: Record<string, string | (() => string)> = {
  "android-calls-xml": m.talk_format_calls,
  "android-sms-xml": m.talk_format_sms,
  "bcr-metadata-json": m.talk_format_recording,
  "call-recording-file-names": m.talk_format_recording,
  "voip-cdr-csv": m.talk_format_calls,
  "chat-transcript-text": m.talk_format_transcript,
  "chat-csv": m.talk_format_table,
  "chat-json": m.talk_format_json,
  "chatwoot-messages": "Chatwoot",
  "crisp-conversation": "Crisp",
  "freshchat-messages": "Freshchat",
  "freshdesk-tickets": "Freshdesk",
  "giosg-messages": "giosg",
  "helpscout-conversation": "Help Scout",
  "intercom-conversation": "Intercom",
  "livechat-archive": "LiveChat",
  "livechat-chats": "LiveChat",
  "meta-messages-e2ee-json": "Messenger, Instagram",
  "meta-messages-json": "Messenger, Instagram",
  "olark-conversation": "Olark",
  "tawk-transcript": "tawk.to",
  "telegram-result-json": "Telegram",
  "tidio-contacts-csv": "Tidio",
  "whatsapp-txt": "WhatsApp",
  "whatsapp-zip": "WhatsApp",
  "zendesk-chat": "Zendesk Chat",
  "zendesk-tickets-ndjson": "Zendesk",
  eml: m.talk_format_mail,
  mbox: m.talk_format_mail,
};
export function formatName(format: string): string {
  const name = Object.hasOwn(formats, format) ? formats[format] : format;
  return typeof name === "function" ? name() : (name ?? format);
}

const by: Record<string, () => string> = {
  email: m.talk_by_email,
  phone: m.talk_by_phone,
  thread: m.talk_by_thread,
  choice: m.talk_by_choice,
  user: m.talk_by_user,
  call: m.talk_by_call,
  new: m.talk_by_new,
};
export const byText = (why: string): string => (Object.hasOwn(by, why) ? by[why]!() : "");

export const zones = [
  { value: "", name: m.talk_zone_name_fi, of: m.talk_zone_fi },
  { value: "Europe/Stockholm", name: m.talk_zone_name_se, of: m.talk_zone_se },
  { value: "Europe/Tallinn", name: m.talk_zone_name_ee, of: m.talk_zone_ee },
  { value: "Europe/London", name: m.talk_zone_name_gb, of: m.talk_zone_gb },
  { value: "UTC", name: m.talk_zone_name_utc, of: m.talk_zone_utc },
] as const;

/** What was odd in the files, each sentence once. What is asked elsewhere on the page is left out. */
export function findingTexts(preview: HistoryPreview): string[] {
  const times: [text: string, count: number][] = [];
  for (const { code, args } of preview.files.flatMap((file) => file.findings)) {
    if (code === "talk-day-order" || !Object.hasOwn(findingWords, code)) continue;
    const text = findingWords[code]!(args ?? {});
    const same = times.find((each) => each[0] === text);
    if (same) same[1]++;
    else times.push([text, 1]);
  }
  return times.map(([text, count]) =>
    count > 1 ? `${text} (${counted(m.talk_finding_times, count)})` : text,
  );
}
