import { useMemo, useState } from "preact/hooks";
import { submit, turns } from "../state/conversation.ts";
import type { Turn } from "../state/turns.ts";
import { exchange, findParameters, type Parameter } from "../text/parameters.ts";
import { toVisible } from "../text/plain.ts";
import { each } from "./each.ts";
import { IconButton } from "./icon-button.tsx";
import { ParameterMenu } from "./parameter-menu.tsx";
import { QuestionEditor } from "./question-editor.tsx";
import { focusNext } from "./take-focus.ts";

/** The question as asked. Its periods and values can be exchanged in place; edited, it is asked as a new one at the end. */
export function Question({ turn }: { turn: Turn }) {
  const [editing, setEditing] = useState(false);
  const close = () => {
    setEditing(false);
    focusNext(`[id="m-${turn.messageId}"] .question-edit`);
  };
  if (editing) return <QuestionEditor turn={turn} onEnd={close} />;
  return (
    <div class="question">
      <QuestionText turn={turn} />
      <IconButton
        icon="pencil"
        label="Edit and ask again"
        class="question-edit"
        onClick={() => setEditing(true)}
      />
    </div>
  );
}

function QuestionText({ turn }: { turn: Turn }) {
  const { question } = turn;
  const view = turn.view.value;
  const parameters = useMemo(
    () => (view.status === "done" && view.evidence.length > 0 ? parametersOf(question) : []),
    [question, view.status],
  );
  return (
    <h2 dir="auto">
      {each(parameters, (parameter, index) => {
        const from = index === 0 ? 0 : endOf(question, parameters[index - 1]);
        const stops = question.slice(
          parameter.start + parameter.text.length,
          endOf(question, parameter),
        );
        return (
          <>
            {toVisible(question.slice(from, parameter.start))}
            <span class="together">
              <ParameterMenu
                parameter={parameter}
                onChoose={(choice) => submit(exchange(question, parameter, choice))}
              />
              {stops}
            </span>
          </>
        );
      })}
      {toVisible(question.slice(endOf(question, parameters.at(-1))))}
    </h2>
  );
}

/** Where the text after a parameter goes on: stops stay on its line. */
function endOf(question: string, parameter: Parameter | undefined): number {
  if (parameter === undefined) return 0;
  const end = parameter.start + parameter.text.length;
  return end + (/^[)\]”"'’».,;:!?]+/u.exec(question.slice(end))?.[0].length ?? 0);
}

/** Values are looked for in all that this conversation has found. */
function parametersOf(question: string): readonly Parameter[] {
  const tables = turns
    .peek()
    .flatMap(({ view }) => view.peek().evidence)
    .flatMap((found) => (found.tool !== "search_knowledge_base" ? [found] : []));
  return findParameters(question, tables);
}
