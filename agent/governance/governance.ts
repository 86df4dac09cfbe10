import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Knowledge } from "../knowledge.ts";
import type { SemanticModel } from "../semantic/model.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { FieldValues } from "../semantic/values.ts";
import type { SqlScope } from "../sql/guard.ts";
import type { Workspace } from "../workspace.ts";
import type { Access, Role } from "./access.ts";
import type { Hidden } from "./hidden.ts";
import type { Redactor } from "./redact.ts";
import type { SparseEnds } from "./sparse-ends.ts";

/** A workspace as one role knows it. `workspace.model`, `scope`, `values`, `knowledge` and the analyst name nothing else. */
export type RoleView = {
  readonly role: Role;
  /** Stands for all that the role may know: what was kept under another is not told under this one. */
  readonly grant: string;
  readonly workspace: Workspace;
  readonly scope: SqlScope;
  /** Of the customer database, where there is one. */
  readonly customers?: SqlScope;
  readonly values: readonly FieldValues[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly knowledge: Knowledge;
  readonly analyst: BaseChatModel;
  /** Physical columns that no statement of the role reads, each `table.column` in small letters. */
  readonly strict: ReadonlySet<string>;
  readonly hidden: readonly Hidden[];
  /** What those are called of whom only aggregates are shown, in small letters; empty where rows are. */
  readonly persons: readonly string[];
  /** Questions that the role can have answered, offered in place of one that it cannot. */
  readonly offers: readonly string[];
  /** Takes out of texts what the role may not know, or nothing where it may know all. */
  readonly redactor: Redactor;
};

/** Who may know what of an open workspace: its rules, and the workspace as each role knows it. */
export type Governance = {
  readonly access: Access;
  /** The model without limits, which compiles what the gate itself asks. */
  readonly whole: SemanticModel;
  /** By name of the role. */
  readonly views: ReadonlyMap<string, RoleView>;
  /** Last days that are not told to who may see no single ones. */
  readonly ends: SparseEnds;
  /** For what is written down, whoever asks. */
  readonly redactor: Redactor;
};
