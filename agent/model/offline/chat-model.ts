import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { toWords } from "../../failure.ts";
import { FOLLOWUPS_MARK } from "../../prompts.ts";
import { compileQuery } from "../../semantic/compile.ts";
import { isTableTool } from "../../table-tools.ts";
import { type Conversation, PURPOSE_MARK, readConversation } from "./conversation.ts";
import type { Understanding } from "./frame/frame.ts";
import type { World } from "./frame/world.ts";
import { fitTo } from "./narrate/fit-to.ts";
import { narrate } from "./narrate/narrate.ts";
import { chooseSource } from "./plan/choose-source.ts";
import { answerSteps } from "./plan/plan-answer.ts";
import { statusSteps } from "./plan/plan-status.ts";
import { nextSteps } from "./plan/plan-steps.ts";
import { isDone, type Step } from "./plan/step.ts";

type Options = BaseChatModelCallOptions & { tools?: BindToolsInput[] };

type Reply = {
  readonly text: string;
  readonly calls: NonNullable<AIMessage["tool_calls"]>;
  /** Whether every word of the question was understood. */
  readonly understood: boolean;
};

/**
 * The deterministic analyst as a chat model: with tools to find things out it plans, without it writes the answer.
 * It reads what any model would be sent, and nothing else of the conversation.
 */
export class OfflineAnalyst extends BaseChatModel<Options> {
  readonly #world: World;

  constructor(world: World) {
    super({});
    this.#world = world;
  }

  override _llmType(): string {
    return "offline-analyst";
  }

  override bindTools(tools: BindToolsInput[], options?: Partial<Options>) {
    return this.withConfig({ tools, ...options });
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
  ): Promise<ChatResult> {
    const { text, calls, understood } = this.#reply(messages, options);
    const parts = { content: text, tool_calls: [...calls], response_metadata: { understood } };
    return { generations: [{ text, message: new AIMessage(parts) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { text, calls, understood } = this.#reply(messages, options);
    for (const piece of piecesOf(text)) {
      options.signal?.throwIfAborted();
      yield new ChatGenerationChunk({
        text: piece,
        message: new AIMessageChunk({ content: piece }),
      });
      await run?.handleLLMNewToken(piece);
    }
    // LangChain refuses a stream of no chunks, and a plan that is done has neither words nor calls.
    if (text !== "" && calls.length === 0) return;
    yield new ChatGenerationChunk({
      text: "",
      message: new AIMessageChunk({
        content: "",
        tool_call_chunks: calls.map(toChunk),
        response_metadata: { understood },
      }),
    });
  }

  #reply(messages: readonly BaseMessage[], { tools = [] }: this["ParsedCallOptions"]): Reply {
    const conversation = readConversation(messages, this.#world);
    const bound = new Set(tools.map((tool) => ("name" in tool ? String(tool.name) : "")));
    return [...bound].some((name) => isTableTool(name))
      ? {
          text: "",
          calls: planCalls(conversation, { world: this.#world, bound }),
          understood: isUnderstood(conversation),
        }
      : write(conversation, this.#world, bound.has("save_to_memory"));
  }
}

/** `bound` are the names of the tools that there are. */
type Planning = { readonly world: World; readonly bound: ReadonlySet<string> };

function planCalls(conversation: Conversation, planning: Planning): Reply["calls"] {
  return stepsFor(conversation, planning.world).flatMap((step) => {
    const call = toCall(step, planning);
    return call
      ? [
          {
            ...call,
            id: `${step.purpose}${PURPOSE_MARK}${conversation.turn}`,
            type: "tool_call" as const,
          },
        ]
      : [];
  });
}

function stepsFor({ understanding, found, question }: Conversation, world: World): Step[] {
  if (understanding.status === "frame") {
    const status = statusSteps(understanding.frame, world);
    const steps = [...nextSteps(understanding.frame, found, world), ...status];
    return steps.filter(({ purpose }) => !isDone(found, purpose));
  }
  if (understanding.status === "act") return [];
  const { refusal } = understanding;
  const unknown = refusal.kind === "unknown-words" ? refusal.words : [];
  const steps =
    unknown.length > 0 || refusal.kind === "nothing-read"
      ? answerSteps(question, found, { unknown, currency: world.workspace.currency })
      : [];
  return steps.filter(({ purpose }) => !isDone(found, purpose));
}

function toCall(
  step: Step,
  { world, bound }: Planning,
): { name: string; args: Record<string, unknown> } | undefined {
  if (step.tool === "search_knowledge_base")
    return { name: step.tool, args: { query: step.text, top_k: step.topK } };
  const compiled = compileQuery(step.query, world.model, world.workspace);
  return compiled.ok
    ? chooseSource(step.query, compiled.value, { model: world.model, bound })
    : undefined;
}

/** A question whose main query the model cannot express is refused with the reason. */
function possible(conversation: Conversation, world: World): Understanding {
  const { understanding } = conversation;
  if (understanding.status !== "frame") return understanding;
  const main = stepsFor(conversation, world).find(({ purpose }) => purpose === "now");
  const compiled =
    main?.tool === "query_bigquery"
      ? compileQuery(main.query, world.model, world.workspace)
      : undefined;
  if (!compiled || compiled.ok) return understanding;
  const message = toWords(compiled.failure);
  return {
    status: "refused",
    refusal: { kind: "impossible", message, frame: understanding.frame },
  };
}

function write(conversation: Conversation, world: World, keeps: boolean): Reply {
  const { question, found, briefing, turn } = conversation;
  const understanding = possible(conversation, world);
  const material = { question, understanding, found, world, briefing };
  const told = fitTo(narrate(material), material);
  const followups =
    told.followups.length > 0 ? `\n\n${FOLLOWUPS_MARK}\n${told.followups.join("\n")}` : "";
  const calls = told.keeps.map(({ kind, key, value }, i) => ({
    name: "save_to_memory",
    args: { memory_type: kind, key, value },
    id: `keep-${i}${PURPOSE_MARK}${turn}`,
    type: "tool_call" as const,
  }));
  return {
    text: `${told.blocks.join("\n\n")}${followups}`,
    calls: keeps ? calls : [],
    understood: isUnderstood(conversation),
  };
}

/** A question of the data or the documents that was read to its last word, or something that is no question. */
function isUnderstood({ understanding }: Conversation): boolean {
  return understanding.status !== "refused";
}

/** Some words at a time, so that an answer streams as a model's does. */
function piecesOf(text: string): string[] {
  return text.match(/(?:\S+\s*){1,6}/g) ?? [];
}

function toChunk({ name, args, id }: Reply["calls"][number], index: number) {
  return {
    name,
    args: JSON.stringify(args),
    id: id ?? "",
    index,
    type: "tool_call_chunk" as const,
  };
}
