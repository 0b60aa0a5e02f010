// What files are, in words: the names of app.MediaFamilies.
import { m } from "$lib/i18n";

export const familyWords: Record<string, () => string> = {
  audio: m.family_audio,
  image: m.family_image,
  video: m.family_video,
  pdf: m.family_pdf,
  mail: m.family_mail,
  document: m.family_document,
  sheet: m.family_sheet,
  text: m.family_text,
  archive: m.family_archive,
  other: m.family_other,
};
