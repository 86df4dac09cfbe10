import type { Relation, Relations } from "../state/relations.ts";

type Props = { readonly relations: Relations; readonly onShow: (messageId: string) => void };

/** Which question this one repeats or changes, and which one does that to it: each leads there. */
export function RelationNotes({ relations: { earlier, later }, onShow }: Props) {
  if (earlier === undefined && later === undefined) return null;
  const link = ({ messageId }: Relation, words: string) => (
    <button type="button" class="text-link" onClick={() => onShow(messageId)}>
      {words}
    </button>
  );
  return (
    <p class="relations">
      {earlier && link(earlier, `Question ${earlier.number}, ${WORDS[earlier.kind]}`)}
      {later && link(later, `${CAPITAL[later.kind]} as question ${later.number}`)}
    </p>
  );
}

const WORDS = { again: "asked again", edited: "changed" } as const;
const CAPITAL = { again: "Asked again", edited: "Changed and asked" } as const;
