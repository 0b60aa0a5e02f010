// PDFs in the window: pdf.js, loaded when the first one is shown. The bytes stay in memory.
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";

type Library = typeof import("pdfjs-dist/legacy/build/pdf.mjs");
let loading: Promise<Library> | undefined;

function library(): Promise<Library> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Library> {
  const [pdfjs, { default: PdfWorker }] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker"),
  ]);
  pdfjs.GlobalWorkerOptions.workerPort = new PdfWorker();
  return pdfjs;
}

// All PDFs share one worker, and it refuses a new one while another is being closed:
// what is opened waits for what is being closed.
const closing = new Set<Promise<void>>();

/** Opens a PDF given as base64. The caller closes it when it is no longer shown. */
export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const pdfjs = await library();
  while (closing.size > 0) await Promise.allSettled(closing);
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return pdfjs.getDocument({ data, useWasm: false, useWorkerFetch: false, enableXfa: false }).promise;
}

/** Closes a PDF: its memory is the worker's no longer. */
export function closePdf(pdf: PDFDocumentProxy | undefined): void {
  if (!pdf) return;
  const closed = pdf.loadingTask.destroy().catch(() => undefined);
  closing.add(closed);
  void closed.then(() => closing.delete(closed));
}
