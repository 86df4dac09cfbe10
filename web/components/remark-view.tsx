import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { Remark } from "../text/remarks.ts";
import { day } from "../text/words.ts";
import { AnswerContext } from "./answer-context.ts";
import { Icon } from "./icon.tsx";
import { Inline } from "./inline.tsx";

/**
 * A remark of the analyst. What was assumed and what is kept back stand out: they are what a reader may have meant otherwise, or miss. How fresh the
 * data is stands below the answer; only a line that says another date is shown here as well.
 */
export function RemarkView({ remark }: { remark: Remark }): ComponentChildren {
  const { asOf } = useContext(AnswerContext);
  const { kind, tokens } = remark;
  if (kind === "assumed" || kind === "hidden") {
    return (
      <p class={kind} dir="auto">
        <span class="remark-label">
          <Icon name={kind === "hidden" ? "hidden" : "fork"} size={14} />{" "}
          {kind === "hidden" ? remark.label : "Assumed"}
        </span>{" "}
        <Inline tokens={tokens} />
      </p>
    );
  }
  const isSaidBelow = kind === "fresh" && remark.date === asOf;
  if (isSaidBelow && tokens.length === 0) return null;
  return (
    <p class="aside" dir="auto">
      {kind === "fresh" && !isSaidBelow && `Data through ${day(remark.date)}. `}
      <Inline tokens={tokens} />
    </p>
  );
}
