import { each } from "./each.ts";
import { Icon } from "./icon.tsx";

/** What an answer does not show and why: what a role may not see, what was cut, what could not be read. */
export function Limits({ limits }: { limits: readonly string[] }) {
  if (limits.length === 0) return null;
  return (
    <section class="limits" aria-label="Not shown, and why">
      <Icon name="hidden" />
      <ul>
        {each(limits, (limit) => (
          <li dir="auto">{limit}</li>
        ))}
      </ul>
    </section>
  );
}
