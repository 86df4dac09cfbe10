import { csvToMarkdown } from "./csv-to-markdown.ts";

/** A CSV file's text as a Markdown table, by LangChain's loader; rows stay rows, so that each is told with its columns. */
export async function readTable(text: string): Promise<string> {
  const { CSVLoader } = await import("@langchain/community/document_loaders/fs/csv");
  const loader = new (class extends CSVLoader {
    // Its own reading takes the comma for granted and makes every row a document of its own.
    protected override async parse(raw: string): Promise<string[]> {
      return [csvToMarkdown(raw)];
    }
  })(new Blob([text]));
  const documents = await loader.load();
  return documents.map(({ pageContent }) => pageContent).join("\n\n");
}
