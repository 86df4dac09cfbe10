import type { Config } from "../../agent/config.ts";
import { isLoopback } from "../../agent/config-auth.ts";
import type { Deps } from "../../agent/deps.ts";
import { rolesOf } from "../../agent/governance/open-for.ts";

/**
 * What to tell when nobody is asked for a token and workspaces are there that let nobody in without a role.
 *
 * @throws {Error} with the same words when others than this machine can reach the service.
 */
export function checkEntry(
  { auth, http }: Config,
  { workspaces, closed }: Pick<Deps, "workspaces" | "closed">,
): string[] {
  if (auth.kind !== "none") return [];
  const all = [
    ...[...workspaces.values()].map((open) => ({ ...open.workspace, roles: rolesOf(open) })),
    ...(closed?.values() ?? []),
  ];
  const shut = all.filter(
    ({ roles = [] }) => roles.length > 0 && !roles.some(({ isDefault }) => isDefault),
  );
  return shut.map(({ name, title }) => {
    const words = `Nobody can ask about ${title}: its access.yaml lets in nobody without a role, and AUTH is none`;
    if (isLoopback(http.host)) return `${words}; set AUTH=dev to sign in as one of its roles`;
    const mend = `set AUTH=jwt with AUTH_JWKS, AUTH_ISSUER and AUTH_AUDIENCE, or name a default_role in access.yaml of "${name}"`;
    throw new Error(`${words}; ${mend}`);
  });
}
