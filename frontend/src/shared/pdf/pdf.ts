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

/** Opens a PDF given as base64. The caller destroys it when it is no longer shown. */
export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const pdfjs = await library();
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return pdfjs.getDocument({ data, useWasm: false, useWorkerFetch: false, enableXfa: false }).promise;
}
