import JSZip from "jszip";

/** What a document may unpack to. */
const LIMIT_BYTES = 200_000_000;
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The same Word document without text that Word does not show: hidden, white, or in letters too small to read.
 *
 * @throws {Error} in words when it is no Word document, wants a password, or would unpack to more than 200 MB.
 */
export async function withoutHiddenText(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  // A document with a password is a container of the old kind.
  if (COMPOUND_FILE.every((byte, i) => bytes[i] === byte))
    throw new Error("it wants a password, or is of a Word before 2007");
  const zip = await JSZip.loadAsync(bytes).catch((cause: unknown) => {
    throw new Error("not a Word document, or damaged", { cause });
  });
  if (sizeOf(zip) > LIMIT_BYTES) throw new Error("it would unpack to more than 200 MB");
  const body = zip.file("word/document.xml");
  if (!body) throw new Error("not a Word document");
  const xml = await body.async("string").catch((cause: unknown) => {
    throw new Error("not a Word document, or damaged", { cause });
  });
  zip.file(
    "word/document.xml",
    xml.replace(RUN, (run) => (isHidden(run) ? "" : run)),
  );
  return new Uint8Array(await zip.generateAsync({ type: "arraybuffer", compression: "STORE" }));
}

const RUN = /<w:r\b[^>]*>(?:(?!<\/w:r>)[\s\S])*<\/w:r>/g;

function isHidden(run: string): boolean {
  const style = /<w:rPr\b[^>]*>([\s\S]*?)<\/w:rPr>/.exec(run)?.[1] ?? "";
  const isVanished = /<w:(?:vanish|webHidden|specVanish)\b(?![^>]*w:val="(?:0|false|off)")/.test(
    style,
  );
  const isWhite =
    /<w:color\b[^>]*w:val="[fF]{6}"/.test(style) && !/<w:(?:shd|highlight)\b/.test(style);
  const halfPoints = /<w:sz\b[^>]*w:val="(\d+)"/.exec(style)?.[1];
  return isVanished || isWhite || (halfPoints !== undefined && Number(halfPoints) < 6);
}

/** What the entries say that they unpack to. */
function sizeOf(zip: JSZip): number {
  return Object.values(zip.files).reduce((sum, file) => sum + declaredBytes(file), 0);
}

function declaredBytes(file: object): number {
  const data = "_data" in file ? file._data : undefined;
  const isKnown = typeof data === "object" && data !== null && "uncompressedSize" in data;
  return isKnown ? Number(data.uncompressedSize) : 0;
}
