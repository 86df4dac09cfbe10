import type { ComponentChildren } from "preact";
import type { SortOrder } from "../text/table.ts";
import { Icon } from "./icon.tsx";

type Props = {
  readonly column: number;
  readonly numeric: boolean;
  readonly order: SortOrder;
  readonly onSort: () => void;
  readonly children: ComponentChildren;
};

/** A column's head, which sorts. */
export function SortHead({ column, numeric, order, onSort, children }: Props) {
  const direction = order.by === column ? order.direction : "none";
  return (
    <th scope="col" class={numeric ? "numeric" : undefined} aria-sort={direction}>
      <button type="button" class="sort" onClick={onSort}>
        {children}
        <span class={`sort-sign sort-${direction}`}>
          <Icon name={direction === "none" ? "sort" : "arrow"} size={11} />
        </span>
      </button>
    </th>
  );
}
