import { useRef, useState } from "preact/hooks";
import type { Parameter } from "../text/parameters.ts";
import { toVisible } from "../text/plain.ts";

type Props = { readonly parameter: Parameter; readonly onChoose: (choice: string) => void };

/** A word of the question that opens what else could stand there. */
export function ParameterMenu({ parameter, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const leave = (event: FocusEvent) => {
    if (!place.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };
  return (
    <span class="parameter-place" ref={place}>
      <button
        type="button"
        class="parameter"
        aria-expanded={open}
        aria-description="Exchange and ask as a new question"
        onClick={() => setOpen(!open)}
        onBlur={leave}
        onKeyDown={close}
      >
        {toVisible(parameter.text)}
      </button>
      {open && (
        <span class="parameter-menu">
          {parameter.options.map((option) => (
            <button
              key={option}
              type="button"
              onBlur={leave}
              onKeyDown={close}
              onClick={() => {
                setOpen(false);
                onChoose(option);
              }}
            >
              {toVisible(option)}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}
