import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { AnswerStyle } from "../../governance/access.ts";
import type { Coverage } from "../../semantic/time-range.ts";
import type { FieldValues } from "../../semantic/values.ts";
import type { Workspace } from "../../workspace.ts";
import { OfflineAnalyst } from "./chat-model.ts";
import { loadEnglish } from "./language/english.ts";
import { createLexicon } from "./language/lexicon.ts";

export type OfflineOptions = {
  readonly workspace: Workspace;
  readonly values: readonly FieldValues[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  readonly answers?: AnswerStyle;
};

/** The analyst of one workspace: its lexicon is built from the semantic model and the values of indexed fields. */
export async function createOfflineAnalyst({
  workspace,
  values,
  coverage,
  answers,
}: OfflineOptions): Promise<BaseChatModel> {
  const { model } = workspace;
  return new OfflineAnalyst({
    workspace,
    model,
    lexicon: createLexicon(model, values, await loadEnglish()),
    values: new Map(values.map((known) => [known.field, known.values])),
    coverage,
    ...(answers && { answers }),
  });
}
