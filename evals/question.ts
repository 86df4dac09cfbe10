import { z } from "zod";

/** Text to look for, any case; between slashes it is a regular expression. */
const Pattern = z.string().trim().min(1);
const Sql = z.string().trim().min(1);
const Tool = z.enum([
  "query_bigquery",
  "query_metrics_api",
  "query_customers",
  "search_knowledge_base",
  "get_conversation_context",
  "save_to_memory",
]);
const Grade = z.enum(["verified", "metric", "sql", "document", "none"]);

/** Rows that one table of the evidence must hold: all of them and no others, or (`contains`) among others and over several tables. */
const GoldRows = z.strictObject({
  sql: Sql,
  match: z.enum(["exact", "contains"]).optional(),
  /** The order of rows counts as well. */
  ordered: z.boolean().default(false),
});

/** What must be true of a turn; what is not said does not matter, except that every figure must be bound. */
export const Expect = z.strictObject({
  /** BigQuery SQL, run now; its rows must be in the evidence. One row may stand among others, more must be all. */
  sql: z.preprocess((sql) => (typeof sql === "string" ? { sql } : sql), GoldRows).optional(),
  /** BigQuery SQL whose every number (rounded as written, bound) and every text must be in the answer; one lone number leads it. */
  answer_has: z.union([Sql.transform((sql) => [sql]), z.array(Sql).min(1)]).default([]),
  /** The lone number of `answer_has` may stand anywhere, as one of a series does. */
  anywhere: z.boolean().default(false),
  tools: z
    .strictObject({
      required: z.array(Tool).default([]),
      forbidden: z.array(Tool).default([]),
      min_calls: z.int().positive().optional(),
    })
    .optional(),
  /** Documents that must be cited. */
  cites: z.array(z.string()).default([]),
  figures_bound: z.boolean().default(true),
  must_say: z.array(Pattern).default([]),
  must_not_say: z.array(Pattern).default([]),
  /** Must be in the first paragraph: the answer comes first. */
  leads_with: z.array(Pattern).default([]),
  /** An honest no: no figure from data, graded `none` or `document`, with follow-ups. */
  refusal: z.boolean().default(false),
  /** A question back: no figure from data, with readings to choose from. */
  clarifies: z.boolean().default(false),
  saves: z.array(Pattern).default([]),
  recalls: z.array(Pattern).default([]),
  forgets: z.array(Pattern).default([]),
  grade: z.union([Grade.transform((grade) => [grade]), z.array(Grade).min(1)]).optional(),
  followups: z.int().positive().optional(),
  max_ms: z.number().positive().optional(),
  max_cost_usd: z.number().nonnegative().optional(),
});
export type Expect = z.infer<typeof Expect>;

const Asked = z.string().trim().min(1);
const Turn = z.strictObject({
  question: Asked,
  expect: Expect,
  /** Asked in a new conversation of the same user. */
  new_session: z.boolean().default(false),
});
export type Turn = z.infer<typeof Turn>;

const Memory = z.strictObject({
  kind: z.enum(["finding", "preference", "context"]),
  key: z.string().trim().min(1),
  value: z.string().trim().min(1),
});
export type MemoryBefore = z.infer<typeof Memory>;

const Entry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "must be small letters, digits and -"),
  why: z.string().trim().min(1),
  role: z.string().trim().min(1).optional(),
  memory_before: z.array(Memory).default([]),
  question: Asked.optional(),
  /** Other words for the question; each is asked by itself, with the same expectations. */
  paraphrases: z.array(Asked).default([]),
  expect: Expect.optional(),
  turns: z.array(Turn).min(1).optional(),
});

/** A file of golden questions: one topic of one workspace. */
export const QuestionFile = z.strictObject({
  workspace: z.string().trim().min(1),
  topic: z.string().trim().min(1),
  /** As which of the workspace's roles all of them are asked, where an entry names none of its own. */
  role: z.string().trim().min(1).optional(),
  questions: z.array(Entry).min(1),
});

/** A conversation of one or more turns with what is expected of each. `id` is unique over all workspaces. */
export type Question = {
  readonly id: string;
  readonly workspace: string;
  readonly topic: string;
  readonly why: string;
  /** As which of the workspace's roles; undefined: as nobody in particular. */
  readonly role?: string;
  readonly memoryBefore: readonly MemoryBefore[];
  readonly turns: readonly Turn[];
};

/**
 * The questions of a file, paraphrases as questions of their own (`id~2`, `id~3`, …).
 *
 * @throws {Error} in words, when an entry has neither `question` with `expect` nor `turns`, or both.
 */
export function toQuestions(file: z.infer<typeof QuestionFile>): readonly Question[] {
  const { workspace, topic } = file;
  return file.questions.flatMap((entry): Question[] => {
    const { why, memory_before: memoryBefore } = entry;
    const id = `${workspace}/${entry.id}`;
    const role = entry.role ?? file.role;
    const common = { workspace, topic, why, memoryBefore, ...(role !== undefined && { role }) };
    return waysToAsk(entry).map((turns, index) => ({
      ...common,
      id: index === 0 ? id : `${id}~${index + 1}`,
      turns,
    }));
  });
}

function waysToAsk(entry: z.infer<typeof Entry>): readonly (readonly Turn[])[] {
  const { id, question, paraphrases, expect, turns } = entry;
  if (turns && (question !== undefined || expect || paraphrases.length > 0)) {
    throw new Error(`"${id}" has turns and a question of its own; keep one`);
  }
  if (turns) return [turns];
  if (question === undefined || !expect) {
    throw new Error(`"${id}" needs either turns, or a question with what is expected of it`);
  }
  return [question, ...paraphrases].map((words) => [
    { question: words, expect, new_session: false },
  ]);
}
