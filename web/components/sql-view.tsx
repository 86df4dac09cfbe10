import { useMemo } from "preact/hooks";
import { toVisible } from "../text/plain.ts";
import { formatSql, sqlLines } from "../text/sql.ts";
import { CopyButton } from "./copy-button.tsx";
import { each } from "./each.ts";
import { ScrollBox } from "./scroll-box.tsx";

/** SQL as it ran, set in lines, long ones wrapped, and lightly coloured. */
export function SqlView({ sql }: { sql: string }) {
  const text = useMemo(() => toVisible(formatSql(sql)), [sql]);
  const lines = useMemo(() => sqlLines(text), [text]);
  return (
    <div class="sql">
      <ScrollBox class="sql-scroll" label="SQL">
        <pre dir="ltr">
          <code>
            {each(lines, (tokens) => (
              <span class="sql-line">
                {each(tokens, ({ kind, text: piece }) =>
                  kind === "space" || kind === "sign" ? (
                    piece
                  ) : (
                    <span class={`sql-${kind}`}>{piece}</span>
                  ),
                )}
              </span>
            ))}
          </code>
        </pre>
      </ScrollBox>
      <CopyButton text={() => text} label="Copy SQL" />
    </div>
  );
}
