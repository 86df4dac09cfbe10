import type { SemanticModel } from "../semantic/model.ts";
import type { Access, Role } from "./access.ts";

/** What decides whether a thing of the model stays. Fields by id. */
export type Bounds = {
  readonly whole: SemanticModel;
  readonly role: Role;
  readonly access: Access;
  readonly datasets: ReadonlySet<string>;
  /** May be shown. */
  readonly shown: ReadonlySet<string>;
  /** May be part of a metric; the shown ones too. */
  readonly counted: ReadonlySet<string>;
};
