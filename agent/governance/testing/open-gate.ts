import type { OpenWorkspace } from "../../deps.ts";
import type { Cell } from "../../events.ts";
import type { Result } from "../../failure.ts";
import type { SemanticQuery } from "../../semantic/metric-query.ts";
import { createGate, type Gate } from "../gate.ts";
import { openFor } from "../open-for.ts";
import type { Reached } from "../run.ts";
import type { Access } from "../trail.ts";
import { forged } from "./hostile.ts";
import { type AtlasDeps, createAtlasDeps } from "./open-atlas.ts";

export type OpenGate = {
  readonly gate: Gate;
  readonly noted: Access[];
  readonly deps: AtlasDeps;
  /** A statement as a model would send it. */
  readonly query: (sql: string) => Promise<Result<Reached>>;
  /** Compiled from the whole model; its rows, or why not. */
  readonly ask: (query: SemanticQuery) => Promise<readonly (readonly Cell[])[] | string>;
};

export type GateOf = {
  readonly role: string;
  readonly user?: string;
  /** Shared with another gate, whose ledger it then knows. */
  readonly deps?: AtlasDeps;
};

/** The gate of a turn over Atlas, with what it noted. */
export function openGate(
  atlas: OpenWorkspace,
  { role, user = "ada", deps = createAtlasDeps(atlas) }: GateOf,
): OpenGate {
  const { whole, governed, policy } = openFor(deps, { userId: user, role, workspace: "atlas" });
  const noted: Access[] = [];
  const trail = { note: (access: Access) => void noted.push(access), flush: async () => {} };
  const { memories, ledgers } = deps;
  const about = { policy, memories, ledgers, keepDays: 30, trail };
  const gate = createGate({ open: whole, governed, ...about });
  const options = {
    limits: { maxRows: 1000, timeoutMs: 20_000, maxCostUsd: 1 },
    signal: new AbortController().signal,
  };
  const query = (sql: string) => gate.query(sql, options);
  return {
    gate,
    noted,
    deps,
    query,
    ask: async (asked) => {
      const reached = await query(forged(asked, atlas));
      if (reached.ok) return reached.value.result.rows;
      const { failure } = reached;
      return "message" in failure ? failure.message : failure.kind;
    },
  };
}
