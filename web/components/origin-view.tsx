import type { AnswerParts } from "../state/answer-parts.ts";
import { closeCard } from "../state/figure-card.ts";
import { openPanel } from "../state/panel.ts";
import { showCell } from "../state/trace.ts";
import { describeOperation, type Origin, tablesOf, tellApart } from "../text/derivation.ts";
import { toVisible } from "../text/plain.ts";
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
      <OriginPart origin={origin} parts={parts} notes={tellApart(tables)} />
      {each(tables, (table) => (
        <details class="origin-query">
          <summary>
            <Icon name="chevron" size={11} />
            {toVisible(table.title)}
          </summary>
          <SqlView sql={table.sql} />
        </details>
      ))}
    </div>
  );
}

type PartProps = Props & {
  /** By the id of a result, what tells it from the others that the figure rests on. */
  readonly notes: ReadonlyMap<string, string>;
};

function OriginPart({ origin, parts, notes }: PartProps) {
  switch (origin.kind) {
    case "cell":
      return <CellView origin={origin} parts={parts} notes={notes} />;
    case "derived":
      return <DerivationView origin={origin} parts={parts} notes={notes} />;
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

type Of<Kind extends Origin["kind"]> = Omit<PartProps, "origin"> & {
  readonly origin: Extract<Origin, { kind: Kind }>;
};

function DerivationView({ origin, parts, notes }: Of<"derived">) {
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
            <OriginPart origin={part} parts={parts} notes={notes} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function CellView({ origin, parts, notes }: Of<"cell">) {
  const { table, row, column, label, value, rowName } = origin;
  const note = notes.get(table.id);
  const show = () => {
    closeCard();
    showCell({ messageId: parts.messageId, evidenceId: table.id, row, column });
  };
  return (
    <button type="button" class="cell-ref" onClick={show} title="Show this cell in its result">
      <span class="cell-ref-name">
        {rowName === "" ? label : `${rowName} · ${label}`}
        {note && <span class="cell-ref-table">{note}</span>}
      </span>
      <span class="cell-ref-value">{value}</span>
    </button>
  );
}

function PassageView({ origin, parts }: Omit<Of<"passage">, "notes">) {
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
