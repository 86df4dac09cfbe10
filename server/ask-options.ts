import { parseArgs } from "node:util";
import { fail, ok, type Result } from "../agent/failure.ts";

/** What `npm run ask` was called with. */
export type AskOptions = {
  readonly question: string;
  readonly user: string;
  readonly session?: string;
  readonly workspace?: string;
  readonly role?: string;
  readonly json: boolean;
};

export const USAGE = `Usage: npm run ask -- "question" [options]

  --user NAME        who asks; what is found is remembered for this name (default: local)
  --session ID       goes on with this conversation, or starts it under this id
  --workspace NAME   what to ask about (default: the first workspace)
  --role NAME        as which of the workspace's roles (default: the one of who brings none);
                     nobody is asked to sign in: who can start this has the data at hand
  --json             the whole turn as one JSON object
`;

/** Words of the question may stand unquoted, one after another. */
export function parseAskOptions(args: readonly string[]): Result<AskOptions> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        user: { type: "string", default: "local" },
        session: { type: "string" },
        workspace: { type: "string" },
        role: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const question = positionals.join(" ").trim();
    if (!question) return fail({ kind: "bad-request", message: "There is no question" });
    const { session, workspace, role, user, json } = values;
    return ok({
      question,
      user,
      json,
      ...(session && { session }),
      ...(workspace && { workspace }),
      ...(role && { role }),
    });
  } catch (error) {
    // parseArgs explains an unknown or incomplete option in its message.
    const message = error instanceof Error ? error.message : String(error);
    return fail({ kind: "bad-request", message });
  }
}
