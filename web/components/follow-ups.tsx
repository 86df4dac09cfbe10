import { submit } from "../state/conversation.ts";
import { toVisible } from "../text/plain.ts";
import { each } from "./each.ts";
import { Icon } from "./icon.tsx";

/** Questions to go on with. */
export function FollowUps({ questions }: { questions: readonly string[] }) {
  if (questions.length === 0) return null;
  return (
    <ul class="follow-ups" aria-label="Ask next">
      {each(questions, (question) => (
        <li>
          <button type="button" class="follow-up" onClick={() => submit(question)}>
            <Icon name="arrow" size={14} />
            <span dir="auto">{toVisible(question)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
