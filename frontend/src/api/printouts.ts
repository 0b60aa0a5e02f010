// PDFs: made in memory, shown in the window, written only where the person says.
import { Access, Portable, Save, Show } from "../../wailsjs/go/desktop/Printouts";
import type { desktop } from "../../wailsjs/go/models";
import { call, patience } from "./call";

export type Printed = desktop.Printed;

/** All that the register knows about a customer. Language empty: the customer's own. Is written down in the log. */
export const accessPrintout = (customerId: string, language: string) =>
  call(() => Access(customerId, language), patience.work);
/** What the customer gave, in a form another service reads (Art. 20). Asks for a place; "" when the person changed their mind. */
export const savePortable = (customerId: string) => call(() => Portable(customerId), patience.work);
/** Asks for a place. The path, or "" when the person changed their mind. */
export const savePrintout = (name: string, pdf: string) => call(() => Save(name, pdf), patience.work);
/** Opens a file that was saved in this session in the system's own viewer. */
export const showPrintout = (path: string) => call(() => Show(path));
