import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { parseConfig, SETTINGS } from "../config.ts";
import { codeIn, ROOT, readHouse } from "./documents.ts";

const guide = readHouse("docs/deploy.md");
const dockerfile = readHouse("Dockerfile");
const terraform = readdirSync(join(ROOT, "deploy/terraform"))
  .filter((file) => file.endsWith(".tf"))
  .map((file) => readHouse(`deploy/terraform/${file}`))
  .join("\n");

const Service = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        serviceAccountName: z.string(),
        containers: z.array(
          z.object({
            env: z.array(z.object({ name: z.string(), value: z.string().optional() })),
            startupProbe: z.object({ httpGet: z.object({ path: z.string() }) }),
          }),
        ),
      }),
    }),
  }),
});
const service = Service.parse(parse(readHouse("deploy/service.yaml"))).spec.template.spec;
const [container] = service.containers;

/** Read by libraries themselves. */
const OTHERS = /^(OTEL|LANGSMITH)_[A-Z_]+$/;
/** What the guide's own commands keep between them. */
const OF_THE_SHELL = ["PROJECT", "REGION", "IMAGE", "URL", "TOKEN", "REVISION"];

function isKnown(name: string): boolean {
  return SETTINGS.includes(name) || OTHERS.test(name) || OF_THE_SHELL.includes(name);
}

function settingsOfTerraform(): readonly string[] {
  const block = /settings = \{([^}]*)\}/.exec(terraform)?.[1] ?? "";
  const rest = [...terraform.matchAll(/^\s+name = "([A-Z_]+)"$/gm)].map(([, name = ""]) => name);
  return [...[...block.matchAll(/^\s+([A-Z_]+)\s+=/gm)].map(([, name = ""]) => name), ...rest];
}

describe("docs/deploy.md", () => {
  it("names settings that there are", () => {
    const inCode = codeIn(guide).map((code) => code.split("=")[0] ?? "");
    const inBlocks = [...guide.matchAll(/\b([A-Z][A-Z_]{3,})=/g)].map(([, name = ""]) => name);
    const named = [...inCode, ...inBlocks].filter((name) => /^[A-Z][A-Z_]{3,}$/.test(name));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !isKnown(name))).toEqual([]);
  });

  it("names commands and files that there are", () => {
    const scripts = Object.keys(JSON.parse(readHouse("package.json")).scripts);
    const run = [...guide.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    expect(run.filter((name) => !scripts.includes(name))).toEqual([]);
    const links = [...guide.matchAll(/\]\((?!http)([^)#]+)/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((path) => !existsSync(join(ROOT, "docs", path)))).toEqual([]);
  });

  it("names the roles that Terraform gives, and no others", () => {
    const given = [...terraform.matchAll(/role\s+= "roles\/([\w.]+)"/g)].map(([, role]) => role);
    expect(given.sort()).toEqual([
      "bigquery.dataViewer",
      "bigquery.jobUser",
      "datastore.user",
      "run.invoker",
      "secretmanager.secretAccessor",
    ]);
    for (const role of ["Job User", "Data Viewer", "Datastore User", "Secret Accessor"])
      expect(guide).toContain(role);
  });
});

describe("The Cloud Run service", () => {
  it("has the same settings by hand and by Terraform, all of which there are", () => {
    const byHand = container?.env.map(({ name }) => name) ?? [];
    expect([...settingsOfTerraform()].sort()).toEqual([...byHand].sort());
    expect(byHand.filter((name) => !SETTINGS.includes(name))).toEqual([]);
  });

  it("starts with its settings: Gemini, BigQuery and Firestore", () => {
    const given = container?.env.map(({ name, value }) => [name, value ?? "secret"]) ?? [];
    const { model, warehouse, store, production } = parseConfig(Object.fromEntries(given));
    expect([model.kind, warehouse.kind, store.kind]).toEqual(["gemini", "bigquery", "firestore"]);
    expect(production).toBe(true);
  });

  it("takes the key from a secret, runs as an account of its own and waits until it is ready", () => {
    expect(container?.env.find(({ name }) => name === "GOOGLE_API_KEY")?.value).toBeUndefined();
    expect(service.serviceAccountName).toMatch(/^insight-agent@/);
    expect(container?.startupProbe.httpGet.path).toBe("/readyz");
  });
});

describe("The Dockerfile", () => {
  it("copies files that are there, in an order that keeps packages cached", () => {
    const copied = [...dockerfile.matchAll(/^COPY (?:--from=build )?(.+) \S+$/gm)]
      .flatMap(([, sources = ""]) => sources.split(" "))
      .map((path) => path.replace(/^\/app\//, ""));
    const made = ["node_modules", "web/dist"];
    expect(copied.length).toBeGreaterThan(7);
    expect(copied.filter((path) => !made.includes(path) && !existsSync(join(ROOT, path)))).toEqual(
      [],
    );
    expect(dockerfile.indexOf("npm ci")).toBeLessThan(dockerfile.indexOf("COPY . ."));
  });

  it("is slim, runs as no root and says whether it is well", () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^\nFROM node:24-slim\n/);
    expect(last).toMatch(/\nUSER node\n/);
    expect(last.indexOf("USER node")).toBeLessThan(last.indexOf("\nCMD"));
    expect(last).toMatch(/HEALTHCHECK[\s\S]*\/readyz/);
    expect(dockerfile).toMatch(/\nCMD \["node", .*"server\/main\.ts"\]/);
  });
});

it("firebase.json deploys the indexes, and puts Hosting before the service with nothing of its own", () => {
  const { firestore, hosting } = JSON.parse(readHouse("firebase.json"));
  expect(existsSync(join(ROOT, firestore.indexes))).toBe(true);
  expect(readdirSync(join(ROOT, hosting.public)).filter((name) => !name.startsWith("."))).toEqual(
    [],
  );
  expect(hosting.rewrites).toMatchObject([{ source: "**", run: { serviceId: "insight-agent" } }]);
});
