import { createRequire } from "node:module";
import { type PdfItem, type PdfLine, toLines } from "./pdf-lines.ts";
import { toPages } from "./pdf-markdown.ts";

/** What is used of pdf.js, which carries no types. */
type Engine = {
  readonly version: string;
  getDocument(source: Readonly<Record<string, unknown>>): { readonly promise: Promise<Pdf> };
  readonly PDFWorker: new () => Worker;
};

type Worker = {
  readonly promise: Promise<unknown>;
  readonly messageHandler: { send(action: string, data: unknown): void };
  destroy(): void;
};

type Pdf = {
  readonly numPages: number;
  getMetadata(): Promise<unknown>;
  getPage(number: number): Promise<Page>;
};

type Page = {
  readonly view: readonly [number, number, number, number];
  getTextContent(): Promise<{ readonly items: readonly PdfItem[] }>;
};

const MAX_PAGES = 2_000;

/**
 * A PDF's text as Markdown: every page under the heading "Page n", its own headings below that. A heading that
 * the page before left open is repeated.
 *
 * @throws {Error} in words when it is no PDF, is damaged, wants a password or holds no text.
 */
export async function readPdf(bytes: Uint8Array): Promise<string> {
  const { PDFLoader } = await import("@langchain/community/document_loaders/fs/pdf");
  const loader = new PDFLoader(new Blob([new Uint8Array(bytes)]), { pdfjs: async () => engine() });
  const pages = await loader.load().catch((cause: unknown) => {
    throw new Error(complaint(cause), { cause });
  });
  if (pages.length === 0) throw new Error("no text in it, only pictures");
  return toDocument(
    pages.map(({ pageContent, metadata }) => ({
      number: Number(metadata["loc"]?.pageNumber),
      text: pageContent,
    })),
  );
}

/** pdf.js for LangChain's loader, with pages that carry Markdown where pdf.js has loose pieces. */
function engine() {
  // The module of pdf-parse that is plain pdf.js: its own entry reads a file of its tests when imported.
  const { getDocument, version, PDFWorker }: Engine = createRequire(import.meta.url)(
    "pdf-parse/lib/pdf.js/v2.0.550/build/pdf.js",
  );
  return {
    version,
    getDocument: (source: Readonly<Record<string, unknown>>) => {
      const worker = new PDFWorker();
      // Its warnings would go to the console, where an answer may be written.
      const pages = worker.promise
        .then(() => worker.messageHandler.send("configure", { verbosity: 0 }))
        .then(() => getDocument({ ...source, worker }).promise)
        .then(withPages);
      return { promise: pages.finally(() => worker.destroy()) };
    },
  } as never;
}

async function withPages(pdf: Pdf) {
  if (pdf.numPages > MAX_PAGES) throw new Error(`more than ${MAX_PAGES} pages`);
  const lines: (readonly PdfLine[])[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    lines.push(toLines(items, page.view));
  }
  const pages = toPages(lines);
  return {
    numPages: pdf.numPages,
    getMetadata: async () => undefined,
    getPage: async (number: number) => ({
      getTextContent: async () => ({ items: toItems(pages[number - 1] ?? "") }),
    }),
  };
}

/** Lines as pieces that the loader joins again. */
function toItems(text: string) {
  return text === ""
    ? []
    : text.split("\n").map((str, i) => ({ str, transform: [1, 0, 0, 1, 0, -1 - i] }));
}

type PageText = { readonly number: number; readonly text: string };

function toDocument(pages: readonly PageText[]): string {
  const [first] = pages;
  const title = /^# .*\n*/.exec(first?.text ?? "")?.[0] ?? "";
  let open: string | undefined;
  const texts = pages.map(({ number, text }) => {
    const body = (number === first?.number ? text.slice(title.length) : text).trim();
    const carried = open !== undefined && !body.startsWith("#") ? `${open}\n\n` : "";
    open = [...body.matchAll(/^#{3,6} .*$/gm)].at(-1)?.[0] ?? open;
    return `## Page ${number}\n\n${carried}${body}`;
  });
  return `${[title.trim(), ...texts].filter(Boolean).join("\n\n")}\n`;
}

/** What is wrong with it, for people: pdf.js names its errors. */
function complaint(cause: unknown): string {
  const name = cause instanceof Error ? cause.name : "";
  if (name === "PasswordException") return "it wants a password";
  if (name === "InvalidPDFException") return "not a PDF file, or damaged";
  return cause instanceof Error ? cause.message : "damaged";
}
