import { useMemo } from "preact/hooks";
import { formatSql, tokenizeSql } from "../text/sql.ts";
import { CopyButton } from "./copy-button.tsx";
import { each } from "./each.ts";
import { ScrollBox } from "./scroll-box.tsx";

/** SQL as it ran, set in lines and lightly coloured. */
export function SqlView({ sql }: { sql: string }) {
  const text = useMemo(() => formatSql(sql), [sql]);
  const tokens = useMemo(() => tokenizeSql(text), [text]);
  return (
    <div class="sql">
      <ScrollBox class="sql-scroll" label="SQL">
        <pre dir="ltr">
          <code>
            {each(tokens, ({ kind, text: piece }) =>
              kind === "space" || kind === "sign" ? (
                piece
              ) : (
                <span class={`sql-${kind}`}>{piece}</span>
              ),
            )}
          </code>
        </pre>
      </ScrollBox>
      <CopyButton text={() => text} label="Copy SQL" />
    </div>
  );
}
