import type { OpenWorkspace } from "../../deps.ts";
import type { TurnEvent } from "../../events.ts";
import { compileQuery } from "../../semantic/compile.ts";
import type { MetricQuery, SemanticQuery } from "../../semantic/metric-query.ts";
import { toToolSql } from "../../semantic/query-comment.ts";
import type { Documents } from "../../store/documents.ts";
import { ask } from "../../testing/open-shop.ts";
import { type AtlasDeps, createAtlasDeps } from "./open-atlas.ts";

/** What a query of a hostile model looks like to the tool: compiled from whatever model it has got hold of. */
export function forged(query: SemanticQuery, atlas: OpenWorkspace): string {
  const compiled = compileQuery(query, atlas.workspace.model, atlas.workspace);
  if (!compiled.ok) throw new Error(`Cannot forge: ${JSON.stringify(compiled.failure)}`);
  return toToolSql(query, compiled.value);
}

/** A metric query with what is not said left empty. */
export function metrics(query: Partial<MetricQuery>): MetricQuery {
  return { kind: "metrics", metrics: ["active_users"], dimensions: [], filters: [], ...query };
}

export type Heard = {
  readonly events: readonly TurnEvent[];
  /** Everything that left the turn, as text, without what was asked and tried. */
  readonly told: string;
  /** What the model was sent of its calls' results. */
  readonly outputs: readonly string[];
};

/** A turn in which the model calls the tool with each statement, one round, and repeats all that it got back. */
export async function attack(
  deps: AtlasDeps,
  { role, statements, user = "mallory", session = crypto.randomUUID() }: Attack,
): Promise<Heard> {
  const outputs: string[] = [];
  const model = deps.model as unknown as { readonly script: unknown };
  void model;
  const policy = { userId: user, role, workspace: "atlas" };
  const events = await ask(deps, statements.join("\n"), { policy, session });
  for (const { messages } of deps.model.sent.slice(-1)) {
    outputs.push(...messages.flatMap((one) => (one.getType() === "tool" ? [one.text] : [])));
  }
  const told = events.map((event) => JSON.stringify(withoutAsked(event))).join("\n");
  return { events, told, outputs };
}

export type Attack = {
  readonly role: string;
  readonly statements: readonly string[];
  readonly user?: string;
  readonly session?: string;
};

function withoutAsked(event: TurnEvent): unknown {
  if (event.type === "reasoning") return { ...event, query: undefined };
  return "sql" in event ? { ...event, sql: undefined } : event;
}

/** Dependencies whose model makes these calls, says what it was told, and is asked as often as there are rounds. */
export function hostileDeps(
  atlas: OpenWorkspace,
  rounds: readonly (readonly string[])[],
  documents?: Documents,
): AtlasDeps {
  const script = rounds.flatMap((statements) => [
    {
      calls: statements.map((sql_query, i) => ({
        name: "query_bigquery",
        args: { sql_query },
        id: `c${i}`,
      })),
    },
    { text: "READY" },
    (messages: readonly { getType(): string; text: string }[]) => ({
      text: messages
        .flatMap((one) => (one.getType() === "tool" ? [one.text] : []))
        .join("\n")
        .concat("done"),
    }),
  ]);
  const deps = createAtlasDeps(atlas, script);
  return documents ? { ...deps, documents } : deps;
}
