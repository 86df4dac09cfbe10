import { createContext } from "preact";
import type { AnswerParts } from "../state/answer-parts.ts";

/** Outside an answer (a greeting, a document) there are no figures and no evidence. */
export const AnswerContext = createContext<AnswerParts>({
  messageId: "",
  workspace: "",
  figures: [],
  evidence: [],
});
