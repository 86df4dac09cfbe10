import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toHtml } from "./html.ts";
import { toJunit } from "./junit.ts";
import type { RunReport } from "./run-report.ts";

/** Writes `results.json`, `junit.xml` and `index.html` into the folder; the page's path. */
export async function writeReport(report: RunReport, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const page = join(folder, "index.html");
  await Promise.all([
    writeFile(join(folder, "results.json"), `${JSON.stringify(report, null, 1)}\n`),
    writeFile(join(folder, "junit.xml"), toJunit(report)),
    writeFile(page, toHtml(report)),
  ]);
  return page;
}
