import { htmlToMarkdown } from "./html-to-markdown.ts";
import { withoutHiddenText } from "./word-file.ts";

/**
 * A Word document's text as Markdown: its headings, lists and tables; of tracked changes the accepted text, of hidden
 * text none.
 *
 * @throws {Error} in words when it is no Word document, is damaged, wants a password or holds no text.
 */
export async function readWord(bytes: Uint8Array): Promise<string> {
  const [{ DocxLoader }, { default: mammoth }] = await Promise.all([
    import("@langchain/community/document_loaders/fs/docx"),
    import("mammoth"),
  ]);
  // LangChain's loader gives the raw text; what it says depends on what stands under which heading and in which column.
  const loader = new (class extends DocxLoader {
    override async parse(raw: Buffer, metadata: Record<string, unknown>) {
      const { value } = await mammoth.convertToHtml({ buffer: raw }, {
        styleMap: STYLES,
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
        externalFileAccess: false,
      } as never);
      return [{ pageContent: htmlToMarkdown(withTitle(value)), metadata }];
    }
  })(new Blob([await withoutHiddenText(bytes)]));
  const documents = await loader.load().catch((cause: unknown) => {
    throw new Error("not a Word document, or damaged", { cause });
  });
  const text = documents.map(({ pageContent }) => pageContent).join("\n\n");
  if (text === "") throw new Error("no text in it");
  return `${text}\n`;
}

const STYLES = ["p[style-name='Title'] => h1.title:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** One heading of the first level is the title; where several stand and none is in the style of a title, all go one level down. */
function withTitle(html: string): string {
  const heads = html.match(/<h1\b[^>]*>/g) ?? [];
  const isTitled = heads.length < 2 || heads.some((head) => head.includes("title"));
  if (isTitled) return html;
  return html.replace(
    /(<\/?h)([1-5])\b/g,
    (_, open: string, level: string) => `${open}${Number(level) + 1}`,
  );
}
