import { type OpenConversation, submit } from "../state/conversation.ts";
import { workspaces } from "../state/workspaces.ts";
import { parseGreeting } from "../text/greeting.ts";
import { toVisible } from "../text/plain.ts";
import { each } from "./each.ts";

/** An empty conversation: a greeting, and a sheet whose cells are questions to start with. */
export function Welcome({ session }: { session: OpenConversation }) {
  const { greeting, returning, starters } = session;
  const title = workspaces.value.find(({ name }) => name === session.workspace)?.title;
  return (
    <section class={`welcome ${returning ? "welcome-back" : ""}`} aria-label="New conversation">
      <p class="welcome-workspace">{title ?? session.workspace}</p>
      <h1>{returning ? "Welcome back" : "What would you like to know?"}</h1>
      <div class="welcome-words prose">
        {each(parseGreeting(withoutWelcome(greeting)), (part) =>
          part.kind === "words" ? (
            <p dir="auto">{toVisible(part.text)}</p>
          ) : (
            <ul>
              {each(part.items, (item) => (
                <li dir="auto">{toVisible(item)}</li>
              ))}
            </ul>
          ),
        )}
      </div>
      {starters.length > 0 && (
        <ul class="sheet" aria-label="Questions to start with">
          {each(starters.slice(0, 6), (question) => (
            <li>
              <button type="button" class="sheet-cell" onClick={() => submit(question)}>
                <span class="sheet-ref" aria-hidden="true" />
                <span dir="auto">{toVisible(question)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The heading welcomes already. */
function withoutWelcome(greeting: string): string {
  return greeting.replace(/^welcome( back)?[.!,]?\s*/i, "");
}
