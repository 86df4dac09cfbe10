import type { MarkedToken, Token } from "marked";
import type { ComponentChildren } from "preact";
import { unmark } from "../text/marks.ts";
import { decodeEntities, toVisible } from "../text/plain.ts";
import { gatherSigns } from "../text/signs.ts";
import { DocumentLink } from "./document-link.tsx";
import { each } from "./each.ts";
import { Runs } from "./runs.tsx";

/**
 * Markdown as elements. Nothing is ever handed to the browser as HTML: raw HTML is shown as the text it is,
 * an image as its description, a link to elsewhere as text with its address.
 */
export function Inline({ tokens }: { tokens: readonly Token[] }) {
  return each(gatherSigns(tokens), (token) => <InlineToken token={token as MarkedToken} />);
}

function InlineToken({ token }: { token: MarkedToken }): ComponentChildren {
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <Inline tokens={token.tokens} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case "del":
      return (
        <del>
          <Inline tokens={token.tokens} />
        </del>
      );
    case "codespan":
      return (
        <code dir="ltr">
          <Runs text={token.text} />
        </code>
      );
    case "br":
      return <br />;
    case "link":
      return <DocumentLink href={unmark(token.href)} text={unmark(token.text)} />;
    case "image":
      return (
        <span class="no-image">
          [Image not shown: {toVisible(unmark(token.text)) || "no description"}]
        </span>
      );
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "escape":
      return <Runs text={token.text} />;
    case "text":
      if (token.tokens !== undefined) return <Inline tokens={token.tokens} />;
      return <Runs text={decodeEntities(token.text)} />;
    case "html":
      return /^<br\s*\/?>$/i.test(token.raw.trim()) ? <br /> : <Runs text={token.raw} />;
    default:
      return <Runs text={token.raw} />;
  }
}
