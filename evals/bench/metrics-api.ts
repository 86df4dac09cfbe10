import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { percentile } from "./percentile.ts";
import { readAddress } from "./start-service.ts";

/** Issue 8: cached figures, p95. */
const CACHED_MS = 100;
const ENTRY = fileURLToPath(new URL("../../agent/sources/serve-metrics-api.ts", import.meta.url));
const SPAN = "start=2026-01-01&end=2026-07-01";
const AT_ONCE = 10;

export type MetricsApiBench = { readonly requests: number; readonly folder: string };

/** The reference Metrics API in a process of its own: each KPI in each grain once, then again and again. 0 when the bar was met. */
export async function benchMetricsApi(
  { requests, folder }: MetricsApiBench,
  print: (line: string) => void,
): Promise<number> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ENTRY, "--port", "0"],
    { stdio: ["ignore", "pipe", "pipe"], env: { DATA_DIR: folder } },
  );
  const exited = once(child, "exit").then(() => undefined);
  try {
    const url = await readAddress(child, exited, /on (http\S+)/);
    const paths = await pathsOf(url);
    const first = await Promise.all(paths.map(timed));
    const cached: number[] = [];
    for (let from = 0; from < requests; from += AT_ONCE) {
      const some = Array.from(
        { length: AT_ONCE },
        (_, i) => paths[(from + i) % paths.length] ?? url,
      );
      cached.push(...(await Promise.all(some.map(timed))));
    }
    const at = (times: readonly number[], ratio: number) => percentile(times, ratio).toFixed(1);
    print(`${paths.length} figures and series computed, all at once: p95 ${at(first, 0.95)} ms`);
    print(
      `${cached.length} requests of them, ${AT_ONCE} at a time: p50 ${at(cached, 0.5)} ms, p95 ${at(cached, 0.95)} ms`,
    );
    const isMet = percentile(cached, 0.95) < CACHED_MS;
    if (!isMet) print(`✗ cached figures take more than ${CACHED_MS} ms`);
    return isMet ? 0 : 1;
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

async function pathsOf(url: string): Promise<readonly string[]> {
  const { kpis } = (await (await fetch(`${url}/v1/kpis`)).json()) as {
    kpis: readonly { kpi: string; grains: readonly string[] }[];
  };
  return kpis.flatMap(({ kpi, grains }) =>
    ["", ...grains.map((grain) => `&grain=${grain}`)].map(
      (grain) => `${url}/v1/kpis/${kpi}?${SPAN}${grain}`,
    ),
  );
}

/** @throws {Error} when the answer is not one. */
async function timed(url: string): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} of ${url}: ${text}`);
  return performance.now() - startedMs;
}
