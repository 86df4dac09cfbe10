import { parseConfig } from "../../agent/config.ts";
import type { Deps, OpenWorkspace } from "../../agent/deps.ts";
import { checkEntry } from "./check-entry.ts";

/** A workspace called so whose roles are these. */
function toDeps(roles: readonly string[], defaultRole?: string): Pick<Deps, "workspaces"> {
  const named = roles.map((name) => [name, { name, title: name }] as const);
  const access = { roles: new Map(named), ...(defaultRole && { defaultRole }) };
  const open = {
    workspace: { name: "atlas", title: "Atlas" },
    ...(roles.length > 0 && { governance: { access } }),
  };
  return { workspaces: new Map([["atlas", open as unknown as OpenWorkspace]]) };
}

const SHUT = toDeps(["Analyst"]);
const SIGNED = { AUTH_JWKS: "keys.json", AUTH_ISSUER: "i", AUTH_AUDIENCE: "a" };

describe("checkEntry()", () => {
  it("does not start for others where nobody could come in, and says what to set", () => {
    const config = parseConfig({ HOST: "0.0.0.0" });
    expect(() => checkEntry(config, SHUT)).toThrow(
      /Nobody can ask about Atlas.*set AUTH=jwt with AUTH_JWKS, AUTH_ISSUER and AUTH_AUDIENCE, or name a default_role/,
    );
  });

  it("suggests the sign-in page on this machine", () => {
    expect(checkEntry(parseConfig({}), SHUT).join()).toMatch(/set AUTH=dev/);
  });

  it("knows of a workspace that is still being opened", () => {
    const roles = [{ name: "Analyst", title: "Analyst", isDefault: false }];
    const atlas = { name: "atlas", title: "Atlas", description: "", currency: "EUR", roles };
    const closed = new Map([["atlas", { ...atlas, state: "opening" as const }]]);
    const config = parseConfig({ HOST: "0.0.0.0" });
    expect(() => checkEntry(config, { workspaces: new Map(), closed })).toThrow(
      /Nobody can ask about Atlas/,
    );
  });

  it.each([
    ["no roles", {}, toDeps([])],
    ["a role for who brings none", { HOST: "0.0.0.0" }, toDeps(["Analyst"], "Analyst")],
    ["a sign-in service", { HOST: "0.0.0.0", AUTH: "jwt", ...SIGNED }, SHUT],
    ["a sign-in page", { AUTH: "dev" }, SHUT],
  ] as const)("says nothing where there is %s", (_, env, deps) => {
    expect(checkEntry(parseConfig(env), deps)).toEqual([]);
  });
});
