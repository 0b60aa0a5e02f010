// The seven kinds of requests, in words and pictures.
import type { RequestKind } from "$lib/api/requests";
import { m } from "$lib/i18n";
import type { Icon as LucideIcon } from "$lib/shared/icon";
import ArrowRightLeft from "@lucide/svelte/icons/arrow-right-left";
import Eraser from "@lucide/svelte/icons/eraser";
import FileText from "@lucide/svelte/icons/file-text";
import MailX from "@lucide/svelte/icons/mail-x";
import OctagonPause from "@lucide/svelte/icons/octagon-pause";
import PencilLine from "@lucide/svelte/icons/pencil-line";
import Undo2 from "@lucide/svelte/icons/undo-2";

interface KindWords {
  icon: LucideIcon;
  name: () => string;
  text: () => string;
  basis: () => string;
}

export const kindWords: Record<RequestKind, KindWords> = {
  access: { icon: FileText, name: m.req_access, text: m.req_access_text, basis: m.req_access_basis },
  rectify: { icon: PencilLine, name: m.req_rectify, text: m.req_rectify_text, basis: m.req_rectify_basis },
  erase: { icon: Eraser, name: m.req_erase, text: m.req_erase_text, basis: m.req_erase_basis },
  restrict: {
    icon: OctagonPause,
    name: m.req_restrict,
    text: m.req_restrict_text,
    basis: m.req_restrict_basis,
  },
  port: { icon: ArrowRightLeft, name: m.req_port, text: m.req_port_text, basis: m.req_port_basis },
  object: { icon: MailX, name: m.req_object, text: m.req_object_text, basis: m.req_object_basis },
  withdraw: { icon: Undo2, name: m.req_withdraw, text: m.req_withdraw_text, basis: m.req_withdraw_basis },
};

export const kindOf = (kind: string): KindWords => kindWords[kind as RequestKind] ?? kindWords.access;
