import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Config } from "./config.ts";
import type { Governance } from "./governance/governance.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Coverage } from "./semantic/time-range.ts";
import type { FieldValues } from "./semantic/values.ts";
import type { CustomerDatabase } from "./sources/customer-database.ts";
import type { MetricsApi } from "./sources/metrics-api.ts";
import type { SqlScope } from "./sql/guard.ts";
import type { Stores } from "./store/create-stores.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";
import type { Workspace } from "./workspace.ts";

/** A workspace with what answers questions about it. */
export type OpenWorkspace = {
  readonly workspace: Workspace;
  readonly warehouse: Warehouse;
  readonly knowledge: Knowledge;
  readonly values: readonly FieldValues[];
  /** First and last date of the fields that periods apply to, by field id. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly scope: SqlScope;
  /** Where the workspace has one. */
  readonly customers?: CustomerDatabase;
  /** Where the workspace has one. */
  readonly metricsApi?: MetricsApi;
  /** What a model must know of the role that it answers for; absent where everything is everyone's. */
  readonly guide?: string;
  /** The chat model that plans and writes for this workspace. */
  readonly model: BaseChatModel;
  /** The offline analyst beside another model: plans what it understands whole, answers when the model does not. */
  readonly analyst?: BaseChatModel;
  /** Who may know what of it; absent where everything is everyone's. */
  readonly governance?: Governance;
};

/** A role as `access.yaml` has it, before that is checked. */
export type WrittenRole = {
  readonly name: string;
  readonly title: string;
  /** That of who brings none. */
  readonly isDefault: boolean;
};

/** A workspace that nobody can ask about, yet or at all. */
export type ClosedWorkspace = Pick<Workspace, "name" | "title" | "description" | "currency"> & {
  /** Whom it lets in, as its folder says before that is checked; undefined where everything is everyone's. */
  readonly roles?: readonly WrittenRole[];
  /** `failed` when it could not be opened; that is tried again. */
  readonly state: "opening" | "failed";
};

/** Everything a turn needs, opened once a process by `open-deps.ts`. */
export type Deps = AsyncDisposable &
  Stores & {
    readonly config: Config;
    readonly workspaces: ReadonlyMap<string, OpenWorkspace>;
    /** Those that are still being opened or could not be; each leaves for `workspaces` once it is open. None when absent. */
    readonly closed?: ReadonlyMap<string, ClosedWorkspace>;
    /** Waits until the workspace has been opened or could not be; at once for any other name. Never throws. */
    readonly settled?: (workspace: string) => Promise<void>;
    /** Writes down, once, why something broke. Never throws. `about` carries ids, no content. */
    readonly report: (cause: unknown, about: Readonly<Record<string, string>>) => void;
  };
