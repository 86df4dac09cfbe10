import type { EvidenceEvent, Usage } from "../../agent/events.ts";
import { bytes, cost, count, duration, queriesWords, usageWords } from "../text/words.ts";
import { each } from "./each.ts";
import { Icon } from "./icon.tsx";

type Props = { readonly usage: Usage; readonly evidence: readonly EvidenceEvent[] };

/** What an answer took, in one line; opened, in full. */
export function UsageLine({ usage, evidence }: Props) {
  const queries = evidence.filter(({ tool }) => tool !== "search_knowledge_base").length;
  return (
    <details class="usage">
      <summary>
        {usageWords(usage, queries)}
        <Icon name="chevron" size={10} />
      </summary>
      <dl>
        {each(toLines(usage, queries), ([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function toLines(usage: Usage, queries: number) {
  const { first_token_ms: firstMs, warehouse_bytes: read, cost_usd: usd } = usage;
  const tokens = usage.input_tokens + usage.output_tokens;
  return [
    ...(firstMs === null ? [] : [["First words", `after ${duration(firstMs)}`]]),
    ["Whole answer", duration(usage.ms)],
    ["Warehouse", warehouseWords(queries, read)],
    [
      "Model",
      tokens === 0
        ? cost(usd)
        : `${count(usage.input_tokens, "token")} read, ${usage.output_tokens.toLocaleString("en-US")} written · ${cost(usd)}`,
    ],
  ] as const;
}

/** Not every warehouse says how much it read. */
function warehouseWords(queries: number, read: number): string {
  if (queries === 0) return "not asked";
  const words = queriesWords(queries);
  return read > 0 ? `${words} · ${bytes(read)} read` : `${words} · no bytes billed`;
}
