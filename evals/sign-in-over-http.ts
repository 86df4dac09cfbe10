import { randomUUID } from "node:crypto";
import { z } from "zod";

const Ways = z.object({
  mode: z.enum(["none", "jwt", "dev"]),
  workspaces: z.array(
    z.object({ name: z.string(), roles: z.array(z.object({ name: z.string() })) }),
  ),
});
const Issued = z.object({ token: z.string() });

/** As whom a service is asked. */
export type SignIn = {
  /** True where a role may be chosen. */
  readonly hasRoles: boolean;
  /** What requests of the user carry; without a role that of the workspace's first, or of any. */
  headersFor(
    userId: string,
    workspace?: string,
    role?: string,
  ): Promise<Readonly<Record<string, string>>>;
};

/**
 * How the service at this address lets in who asks golden questions: as anyone, or in the role of each by its page for trying.
 *
 * @throws {Error} in words, when it asks for tokens that only a company's sign-in service gives.
 */
export async function readSignIn(base: string): Promise<SignIn> {
  const found = Ways.safeParse(await readJson(fetch(`${base}/auth`)));
  const { mode, workspaces } = found.data ?? { mode: "none", workspaces: [] };
  if (mode === "jwt") {
    throw new Error(
      `Cannot ask ${base}: it takes session tokens of its sign-in service alone (AUTH=jwt); start it with AUTH=dev on this machine`,
    );
  }
  if (mode === "none") return { hasRoles: false, headersFor: async () => ({}) };
  const firstOf = (workspace: string | undefined) =>
    (workspaces.find(({ name }) => name === workspace) ?? workspaces[0])?.roles[0]?.name;
  return {
    hasRoles: true,
    headersFor: async (userId, workspace, role) => {
      const body = JSON.stringify({ user_id: userId, role: role ?? firstOf(workspace) });
      const headers = { "content-type": "application/json" };
      const answer = fetch(`${base}/auth/token`, { method: "POST", headers, body });
      return { authorization: `Bearer ${Issued.parse(await readJson(answer)).token}` };
    },
  };
}

/** A name that nobody has. */
export function anyone(): string {
  return `eval-${randomUUID()}`;
}

/** Undefined where it is no JSON; a service that is away is told of by whoever asks next. */
async function readJson(answer: Promise<Response>): Promise<unknown> {
  return answer.then((response) => response.json()).catch(() => undefined);
}
