import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How a source is reached, in code. */
const REACHES =
  /(?:warehouse|by|asked|facts|engine\.\w+)\s*\.\s*query\(|\.asOf\(|knowledge\s*\.\s*(?:search|document)\(|customers\s*\.\s*as\(|metricsApi\s*\.\s*read\(|memories\s*\.\s*recall\(|api\.read\(/;

/** Every place that can reach a source, and why it may. Nothing else in the service reads data. */
const PLACES: Readonly<Record<string, string>> = {
  "agent/governance/gate.ts": "the gate",
  "agent/governance/engine.ts": "the gate's stores of tables",
  "agent/governance/run.ts": "the gate's statements",
  "agent/governance/query-aggregates.ts": "the gate's last days",
  "agent/governance/read-kpi.ts": "the gate's KPIs",
  "agent/governance/noted-sources.ts": "the gate's documents and memories",
  "agent/governance/open-for.ts": "the sources, shut",
  "agent/governance/open-governance.ts": "at start: names to take out, values that many have",
  "agent/governance/audiences.ts":
    "at start: who may read a document; and the role's own documents",
  "agent/nodes/inject-memory.ts": "the gate's documents and memories",
  "agent/tools/search-knowledge-base.ts": "the gate's documents",
  "agent/tools/get-conversation-context.ts": "the gate's memories",
  "agent/semantic/load-values.ts": "at start, cut to each role afterwards",
  "agent/semantic/load-coverage.ts": "at start, cut to each role afterwards",
  "agent/semantic/complete-model.ts": "at start: types of columns",
  "agent/sources/compute-kpis.ts":
    "the Metrics API in process: sums of the whole, asked through the gate",
  "agent/sources/open-customers.ts": "at start: values, cut to each role afterwards",
  "agent/sources/create-customers.ts": "the customer database's own adapter",
  "agent/traced.ts": "spans round the documents that the gate is given",
  "agent/model/offline/passages/fit/record.ts":
    "for who fits the analyst: documents of test workspaces",
  "agent/doctor/check-warehouse.ts": "for who runs the service: a count",
  "server/sessions.ts": "memories of the role, by openFor",
  "server/user.ts": "memories of the role, by openFor",
  "server/knowledge.ts": "documents of the role, by openFor",
};

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !/\.(?:test|contract|live)\.ts$|\/testing\/|\/testdata\//.test(path));
}

describe("the sources", () => {
  test("are reached from nowhere but the places listed", async () => {
    const files = [...(await filesOf("agent")), ...(await filesOf("server"))];
    const found: string[] = [];
    for (const file of files) {
      const code = (await readFile(join(ROOT, file), "utf8")).replaceAll(
        /\/\*[\s\S]*?\*\/|\/\/.*/g,
        "",
      );
      if (REACHES.test(code)) found.push(file);
    }
    expect(found.filter((file) => !(file in PLACES))).toEqual([]);
    expect(found).toContain("agent/governance/gate.ts");
    for (const tool of found.filter((file) => file.startsWith("agent/tools/"))) {
      expect(await readFile(join(ROOT, tool), "utf8"), tool).not.toMatch(
        /open\.(?:knowledge|warehouse)\b/,
      );
    }
  });
});
