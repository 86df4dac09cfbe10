import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";

type Call = { readonly name: string; readonly args: Record<string, unknown>; readonly id?: string };

/** One reply: text in pieces, then calls; `last` runs after them, and may throw, abort or never end. */
export type Reply = {
  readonly text?: string | readonly string[];
  readonly calls?: readonly Call[];
  /** Calls whose arguments are no JSON. */
  readonly broken?: readonly { readonly name: string; readonly args: string }[];
  readonly usage?: UsageMetadata;
  readonly last?: () => unknown;
};

export type Script = Reply | ((messages: readonly BaseMessage[]) => Reply);

/** What the model was sent: messages, and names of the tools bound. */
export type Sent = { readonly messages: readonly BaseMessage[]; readonly tools: readonly string[] };

type Options = BaseChatModelCallOptions & { tools?: BindToolsInput[] };

/** A chat model that replies from a script, in order; past its end it breaks. */
export class ScriptedModel extends BaseChatModel<Options> {
  readonly sent: Sent[] = [];
  readonly #script: Script[];

  constructor(script: readonly Script[]) {
    super({});
    this.#script = [...script];
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: BindToolsInput[], options?: Partial<Options>) {
    return this.withConfig({ tools, ...options });
  }

  override async _generate(messages: BaseMessage[], options: Options): Promise<ChatResult> {
    const reply = this.#next(messages, options);
    await reply.last?.();
    const text = piecesOf(reply).join("");
    const message = withUsage(
      reply,
      new AIMessage({
        content: text,
        tool_calls: (reply.calls ?? []).map((call) => ({ ...call, type: "tool_call" as const })),
        invalid_tool_calls: (reply.broken ?? []).map((call) => ({
          ...call,
          id: "broken",
          error: "no JSON",
          type: "invalid_tool_call" as const,
        })),
      }),
    );
    return { generations: [{ text, message }] };
  }

  override async *_streamResponseChunks(messages: BaseMessage[], options: Options) {
    const reply = this.#next(messages, options);
    for (const text of piecesOf(reply)) {
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
    }
    await reply.last?.();
    const calls = (reply.calls ?? []).map(({ name, args, id }, index) => ({
      name,
      args: JSON.stringify(args),
      ...(id !== undefined && { id }),
      index,
      type: "tool_call_chunk" as const,
    }));
    const chunk = new AIMessageChunk({ content: "", tool_call_chunks: calls });
    const message = withUsage(reply, chunk);
    yield new ChatGenerationChunk({ text: "", message });
  }

  #next(messages: readonly BaseMessage[], { tools = [] }: Options): Reply {
    const names = tools.map((tool) => ("name" in tool ? String(tool.name) : ""));
    this.sent.push({ messages: [...messages], tools: names });
    const next = this.#script.shift();
    if (!next) throw new Error("The script is over");
    return typeof next === "function" ? next(messages) : next;
  }
}

function withUsage<M extends AIMessage>({ usage }: Reply, message: M): M {
  return Object.assign(message, usage && { usage_metadata: usage });
}

function piecesOf({ text = "" }: Reply): readonly string[] {
  return typeof text === "string" ? [text].filter(Boolean) : text;
}

/** What never ends, whoever asks it to. */
export function hang(): Promise<never> {
  return new Promise(() => {});
}
