// PDFs in the window: pdf.js, loaded when the first one is shown. The bytes stay in memory.
import type { PDFDocumentProxy, PDFWorker } from "pdfjs-dist/legacy/build/pdf.mjs";

type Library = typeof import("pdfjs-dist/legacy/build/pdf.mjs");
let loading: Promise<{ pdfjs: Library; worker: PDFWorker }> | undefined;

// All PDFs share one worker. It is ours and not a document's: pdf.js would end its own with the first document
// that is closed, under one that is just being opened.
async function load() {
  const [pdfjs, { default: PdfWorker }] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker"),
  ]);
  const port = new PdfWorker() as unknown as null; // whose type pdf.js takes from its default
  return { pdfjs, worker: new pdfjs.PDFWorker({ port }) };
}

/** Opens a PDF given as base64. The caller closes it when it is no longer shown. */
export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const { pdfjs, worker } = await (loading ??= load());
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const task = pdfjs.getDocument({ data, worker, useWasm: false, useWorkerFetch: false, enableXfa: false });
  try {
    return await task.promise;
  } catch (reason) {
    void task.destroy().catch(() => {});
    throw reason;
  }
}

/** Closes a PDF: its memory is the worker's no longer. */
export function closePdf(pdf: PDFDocumentProxy | undefined): void {
  void pdf?.loadingTask.destroy().catch(() => {}); // what was still asked of it is answered by nobody
}
