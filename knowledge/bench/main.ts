import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { openLocalEmbedder } from "../embedder-local.ts";
import { ingest } from "../ingest.ts";
import { locate } from "../located.ts";
import { textsOf } from "../passage-vectors.ts";
import { createFileVectors } from "../vectors-file.ts";
import { benchSearches, type Searches } from "./searching.ts";

/*
 * `npm run bench -- knowledge`: searches of 100, 5,000 and 100,000 passages beside LangChain's MemoryVectorStore, ingest,
 * and start-up with a warm index. The exit code is 1 when a bar is missed.
 */

const here = import.meta.dirname;
const SIZES = [100, 5_000, 100_000];
/** Milliseconds of the 95th percentile by size. */
const SEARCH_BARS: Readonly<Record<number, number>> = { 5000: 5, 100000: 25 };
const START_BAR_MS = 300;
const STARTS = 7;
const signal = new AbortController().signal;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const at = (sorted: readonly number[], ratio: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))] ?? Number.NaN;

function describe({ size, ours, oursBusy, theirs }: Searches): string {
  const both = (sorted: readonly number[]) =>
    `p50 ${at(sorted, 0.5).toFixed(2)} ms, p95 ${at(sorted, 0.95).toFixed(2)} ms`;
  return `${size.toLocaleString("en").padStart(7)} passages: words and meaning ${both(ours)} (processor: ${both(oursBusy)}); MemoryVectorStore ${both(theirs)}`;
}

/** Cuts and embeds the documents of the repository's companies, from nothing. */
async function benchIngest(folder: string): Promise<string> {
  const docs = join(folder, "docs");
  for (const from of ["acme/docs", "testdata/halden/docs", "testdata/tarn/docs"])
    await cp(join(here, "..", from), join(docs, from), { recursive: true });
  await using embedder = openLocalEmbedder();
  await embedder.embed(["ready"], signal);
  const began = performance.now();
  const { documents } = await ingest(docs, join(folder, "all.chunks"));
  const cut = performance.now();
  const passages = locate(documents);
  await createFileVectors(join(folder, "all.vectors")).fill(passages, { embedder, signal });
  const done = performance.now();
  const texts = new Set(textsOf(passages)).size;
  const rate = (count: number, ms: number) => Math.round((1000 * count) / ms).toLocaleString("en");
  return [
    `ingest of ${documents.length} documents, ${passages.length} passages, ${texts} texts:`,
    `${rate(passages.length, cut - began)} passages/s cut, ${rate(passages.length, done - cut)} passages/s embedded`,
    `(${rate(texts, done - cut)} texts/s), ${rate(passages.length, done - began)} passages/s together`,
  ].join(" ");
}

/** Milliseconds of opening Acme's knowledge in a process of its own: with the documents' text read, indexes built, vectors there. */
async function startOnce(folder: string): Promise<number> {
  const flags = ["--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, join(here, "start.ts"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return Number(await text(child.stdout));
}

async function main(): Promise<number> {
  const missed: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), "bench-knowledge-"));
  try {
    for (const size of SIZES) {
      const searches = await benchSearches(size);
      print(describe(searches));
      const bar = SEARCH_BARS[size] ?? Number.POSITIVE_INFINITY;
      if (at(searches.ours, 0.95) > bar) missed.push(`A search of ${size} takes over ${bar} ms`);
    }
    print(await benchIngest(folder));
    await startOnce(folder);
    const starts: number[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await startOnce(folder));
    const usual = at(
      starts.toSorted((a, b) => a - b),
      0.5,
    );
    print(`start with a warm index (acme), ${STARTS} processes: median ${usual.toFixed(0)} ms`);
    if (usual > START_BAR_MS) missed.push(`A warm start takes over ${START_BAR_MS} ms`);
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const bar of missed) print(`✗ ${bar}`);
  return missed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
