import type { MarkedToken, Tokens } from "marked";
import type { ComponentChildren, VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Figure } from "../../agent/events.ts";
import { type Block, createBlockReader, toBlocks } from "../text/markdown.ts";
import { markFigures, unmark } from "../text/marks.ts";
import { mendTail } from "../text/mend-tail.ts";
import { toVisible } from "../text/plain.ts";
import { toRemarks } from "../text/remarks.ts";
import { DataTable } from "./data-table.tsx";
import { each } from "./each.ts";
import { Inline } from "./inline.tsx";
import { RemarkView } from "./remark-view.tsx";
import { ScrollBox } from "./scroll-box.tsx";
import { SqlView } from "./sql-view.tsx";

const NONE: readonly Figure[] = [];

type Props = {
  readonly text: string;
  /** More is to come: what is half written at the end is shown as if it were whole. */
  readonly streaming?: boolean;
  readonly figures?: readonly Figure[];
};

/** A text in Markdown. While it grows, only its last blocks are parsed and drawn again. */
export function Markdown({ text, streaming = false, figures = NONE }: Props) {
  const reader = useMemo(createBlockReader, []);
  const drawn = useRef(new Map<number, { raw: string; node: VNode }>());
  const source = useMemo(
    () => (streaming ? mendTail(text) : markFigures(text, figures)),
    [text, streaming, figures],
  );
  const blocks = streaming ? reader(source) : toBlocks(source);
  const fresh = new Map<number, { raw: string; node: VNode }>();
  blocks.forEach(({ token }, index) => {
    const known = drawn.current.get(index);
    const node = known?.raw === token.raw ? known.node : <BlockView key={index} token={token} />;
    fresh.set(index, { raw: token.raw, node });
  });
  drawn.current = fresh;
  return <div class="prose">{[...fresh.values()].map(({ node }) => node)}</div>;
}

/** A document whose blocks from `start` to `end` are marked as the passage, as one. */
export function MarkedDocument({ text, start, end }: { text: string; start: number; end: number }) {
  const blocks = useMemo(() => toBlocks(text.replace(/\r\n?/g, "\n")), [text]);
  const isInside = ({ token, offset }: Block) =>
    offset < end && offset + token.raw.trimEnd().length > start;
  const from = blocks.findIndex(isInside);
  const to = from < 0 ? blocks.length : blocks.findLastIndex(isInside) + 1;
  const part = (first: number, last: number) =>
    blocks.slice(first, last).map(({ token, offset }) => <BlockView key={offset} token={token} />);
  return (
    <div class="prose">
      {part(0, from < 0 ? to : from)}
      {from >= 0 && (
        <section key="passage" class="passage prose" aria-label="The passage">
          {part(from, to)}
        </section>
      )}
      {from >= 0 && part(to, blocks.length)}
    </div>
  );
}

function BlockView({ token }: { token: MarkedToken }): ComponentChildren {
  switch (token.type) {
    case "heading":
      return <Heading token={token} />;
    case "paragraph":
      return <Paragraph token={token} />;
    case "list":
      return <List token={token} />;
    case "table":
      return <DataTable token={token} />;
    case "blockquote":
      return (
        <blockquote dir="auto">
          <Blocks tokens={token.tokens as MarkedToken[]} />
        </blockquote>
      );
    case "code":
      return <Code token={token} />;
    case "hr":
      return <hr />;
    case "space":
    case "def":
      return null;
    default:
      return (
        <p dir="auto">
          <Inline tokens={[token]} />
        </p>
      );
  }
}

function Code({ token }: { token: Tokens.Code }) {
  const text = unmark(token.text);
  if (token.lang === "sql") return <SqlView sql={text} />;
  return (
    <ScrollBox class="code" label="Code">
      <pre dir="ltr">
        <code>{toVisible(text)}</code>
      </pre>
    </ScrollBox>
  );
}

function Paragraph({ token }: { token: Tokens.Paragraph }) {
  const remarks = toRemarks(token);
  if (remarks !== undefined) return each(remarks, (remark) => <RemarkView remark={remark} />);
  return (
    <p dir="auto">
      <Inline tokens={token.tokens} />
    </p>
  );
}

function Blocks({ tokens }: { tokens: readonly MarkedToken[] }) {
  return each(tokens, (token) => <BlockView token={token} />);
}

/** Headings of an answer stand below the question, which is the second level of the page. */
function Heading({ token }: { token: Tokens.Heading }) {
  const inner = <Inline tokens={token.tokens} />;
  if (token.depth <= 1) return <h3 dir="auto">{inner}</h3>;
  if (token.depth === 2) return <h4 dir="auto">{inner}</h4>;
  return <h5 dir="auto">{inner}</h5>;
}

function List({ token }: { token: Tokens.List }) {
  const items = each(token.items, (item) => (
    <li dir="auto">
      {each(item.tokens, (part) =>
        part.type === "text" || part.type === "checkbox" ? (
          <Inline tokens={[part]} />
        ) : (
          <BlockView token={part as MarkedToken} />
        ),
      )}
    </li>
  ));
  if (!token.ordered) return <ul>{items}</ul>;
  return <ol start={token.start === "" ? 1 : token.start}>{items}</ol>;
}
