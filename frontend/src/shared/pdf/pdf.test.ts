import { MessageChannel } from "node:worker_threads";

import { expect, it, vi } from "vitest";

import { closePdf, openPdf } from "./pdf";

// Node has it from 22 on, and pdf.js counts on it.
(Promise as { withResolvers?: () => unknown }).withResolvers ??= () => {
  const made: Record<string, unknown> = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

// The worker's own code, at the other end of a channel instead of in another thread.
vi.mock("pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker", async () => {
  // @ts-expect-error it comes without types
  const { WorkerMessageHandler } = await import("pdfjs-dist/legacy/build/pdf.worker.mjs");
  return {
    default: class {
      constructor() {
        const { port1, port2 } = new MessageChannel();
        WorkerMessageHandler.initializeFromPort(port2);
        for (const port of [port1, port2]) port.start();
        return port1;
      }
    },
  };
});

/** A document of so many empty pages. */
function paper(pages: number): string {
  const numbers = Array.from({ length: pages }, (_, index) => index + 3);
  const objects = [
    "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
    `2 0 obj <</Type/Pages/Count ${pages}/Kids[${numbers.map((each) => `${each} 0 R`).join(" ")}]>> endobj`,
    ...numbers.map((each) => `${each} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj`),
  ];
  let text = "%PDF-1.7\n";
  const offsets = objects.map((each) => {
    const at = text.length;
    text += `${each}\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join("")}`;
  return btoa(`${text}${table}trailer <</Root 1 0 R/Size ${size}>>\nstartxref\n${text.length}\n%%EOF`);
}

it("opens one document right after another that is being closed", { timeout: 60_000 }, async () => {
  for (let turn = 1; turn <= 10; turn++) {
    const shown = await openPdf(paper(turn));
    closePdf(shown);
    const next = await openPdf(paper(turn + 1));
    expect(next.numPages).toBe(turn + 1);
    expect((await next.getPage(turn)).pageNumber).toBe(turn);
    closePdf(next);
  }
});

it("opens the last one of many that nobody waited for", async () => {
  const opened = Array.from({ length: 8 }, (_, index) => openPdf(paper(index + 1)));
  for (const each of opened.slice(0, -1)) void each.then(closePdf);
  const last = await opened[7]!;
  expect((await last.getPage(8)).pageNumber).toBe(8);
  closePdf(last);
});

it("keeps the worker when what it was given is no PDF", async () => {
  await expect(openPdf(btoa("no PDF at all"))).rejects.toThrow();
  const next = await openPdf(paper(1));
  expect(next.numPages).toBe(1);
  closePdf(next);
});
