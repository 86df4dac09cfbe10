import { createHash } from "node:crypto";

/** Who asks, as what, about which workspace: an argument from the HTTP edge down to every tool and store. */
export type Policy = {
  readonly userId: string;
  readonly role: string;
  readonly workspace: string;
};

/** The role of a workspace that defines no roles: everything in it. */
export const DEFAULT_ROLE = "member";

/** A name for a user in other services' records, which tells users apart without telling who they are: 16 hex digits. */
export function pseudonymOf({ userId, workspace }: Pick<Policy, "userId" | "workspace">): string {
  return createHash("sha256").update(`${workspace}\n${userId}`).digest("hex").slice(0, 16);
}
