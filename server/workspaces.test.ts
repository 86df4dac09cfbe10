import { describe, expect, it } from "vitest";
import { call, read } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";

describe("GET /workspaces", () => {
  it("lists them by name, with what a client shows of them", async () => {
    const { app } = await openApp();
    const { workspaces } = await read<{ workspaces: unknown[] }>(call(app, "GET /workspaces"));
    expect(workspaces).toMatchObject([{ name: "globex" }, { name: "initech" }]);
    expect(workspaces[0]).toEqual({
      name: "globex",
      title: "The globex company",
      description: "Orders of globex.",
      currency: "EUR",
      starters: ["How were sales?"],
      documents: ["plans/next year.md", "targets.md"],
    });
  });
});

describe("GET /knowledge/{workspace}/{source}", () => {
  it("gives a document that the index knows, in a folder too", async () => {
    const { app } = await openApp();
    expect(await read(call(app, "GET /knowledge/globex/targets.md"))).toEqual({
      workspace: "globex",
      source: "targets.md",
      title: "Targets",
      text: "# Targets of globex\n\nAs agreed.",
    });
    const nested = encodeURIComponent("plans/next year.md");
    expect(await read(call(app, `GET /knowledge/initech/${nested}`))).toMatchObject({
      source: "plans/next year.md",
    });
  });

  it("never reads a name that the index does not know", async () => {
    const { app } = await openApp();
    for (const source of ["other.md", "..%2F..%2Fpackage.json", "%2Fetc%2Fpasswd", "%00"]) {
      expect((await call(app, `GET /knowledge/globex/${source}`)).status, source).toBe(404);
    }
    expect((await call(app, "GET /knowledge/hooli/targets.md")).status).toBe(404);
  });
});
