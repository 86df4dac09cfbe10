import type { AnswerParts } from "../state/answer-parts.ts";
import { closeCard } from "../state/figure-card.ts";
import { openPanel } from "../state/panel.ts";
import { showCell } from "../state/trace.ts";
import { describeOperation, type Origin, tablesOf } from "../text/derivation.ts";
import { documentName } from "../text/words.ts";
import { each } from "./each.ts";
import { Icon } from "./icon.tsx";
import { SqlView } from "./sql-view.tsx";

type Props = { readonly origin: Origin; readonly parts: AnswerParts };

/** What a figure rests on: its cells, how they were put together, and the queries that gave them. */
export function OriginView({ origin, parts }: Props) {
  const tables = tablesOf(origin);
  return (
    <div class="origin">
      <OriginPart origin={origin} parts={parts} />
      {each(tables, (table) => (
        <details class="origin-query">
          <summary>
            <Icon name="bars" />
            {table.title}
          </summary>
          <SqlView sql={table.sql} />
        </details>
      ))}
    </div>
  );
}

function OriginPart({ origin, parts }: Props) {
  switch (origin.kind) {
    case "cell":
      return <CellView origin={origin} parts={parts} />;
    case "derived":
      return <DerivationView origin={origin} parts={parts} />;
    case "passage":
      return <PassageView origin={origin} parts={parts} />;
    case "memory":
      return <p>Remembered from an earlier conversation, under “{origin.key}”.</p>;
    case "question":
      return <p>You wrote this number in your question.</p>;
    case "unverified":
      return (
        <p class="warn">
          No result cell and no document holds this number. Check it before you use it.
        </p>
      );
  }
}

type DerivationProps = { origin: Extract<Origin, { kind: "derived" }>; parts: AnswerParts };

function DerivationView({ origin, parts }: DerivationProps) {
  const { words, formula } = describeOperation(origin.operation, origin.from.length);
  return (
    <div class="derivation">
      <p class="derivation-name">
        {words}
        {formula !== undefined && <span class="formula">{formula}</span>}
      </p>
      <ol>
        {each(origin.from, (part, index) => (
          <li>
            {formula !== undefined && (
              <span class="operand">{String.fromCharCode(65 + index)}</span>
            )}
            <OriginPart origin={part} parts={parts} />
          </li>
        ))}
      </ol>
    </div>
  );
}

type CellProps = { origin: Extract<Origin, { kind: "cell" }>; parts: AnswerParts };

function CellView({ origin, parts }: CellProps) {
  const { table, row, column, label, value, rowName } = origin;
  const show = () => {
    closeCard();
    showCell({ messageId: parts.messageId, evidenceId: table.id, row, column });
  };
  return (
    <button type="button" class="cell-ref" onClick={show} title="Show this cell in its result">
      <span class="cell-ref-name">{rowName === "" ? label : `${rowName} · ${label}`}</span>
      <span class="cell-ref-value">{value}</span>
    </button>
  );
}

type PassageProps = { origin: Extract<Origin, { kind: "passage" }>; parts: AnswerParts };

function PassageView({ origin, parts }: PassageProps) {
  const { source, heading, evidenceId } = origin;
  const found = parts.evidence.find(({ id }) => id === evidenceId);
  const passage =
    found?.tool === "search_knowledge_base"
      ? found.results.find((one) => one.source === source && one.heading === heading)
      : undefined;
  const { workspace } = parts;
  const place = { workspace, source, heading, start: passage?.start, end: passage?.end };
  return (
    <button
      type="button"
      class="cell-ref"
      onClick={() => {
        closeCard();
        openPanel({ kind: "document", place });
      }}
    >
      <span class="cell-ref-name">
        <Icon name="document" /> {documentName(source)}
      </span>
      <span class="cell-ref-heading">{heading}</span>
    </button>
  );
}
