/** Drawn on a 16 × 16 grid, in the colour of the text around them. */
const PATHS = {
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Zm3.4 7.9 3.1 3.1",
  bars: "M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6",
  thought:
    "M8 2.5c3 0 5.5 1.8 5.5 4.2S11 11 8 11c-.6 0-1.2-.1-1.7-.2L3.5 12l.6-2.3C3.1 9 2.5 7.9 2.5 6.7 2.5 4.3 5 2.5 8 2.5ZM4.2 14h.1",
  disk: "M3 2.5h8l2.5 2.5v8.5H2.5v-11H3ZM5 2.5v3.5h5V2.5M4.8 13.5V9h6.4v4.5",
  plus: "M8 3v10M3 8h10",
  send: "M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2",
  stop: "M4.5 4.5h7v7h-7Z",
  copy: "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3",
  check: "m3 8.5 3.2 3.2L13 4.8",
  link: "M6.7 9.3a2.6 2.6 0 0 0 3.9.2l2-2a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.3 6.7a2.6 2.6 0 0 0-3.9-.2l-2 2a2.6 2.6 0 0 0 3.7 3.7l1-1",
  redo: "M13 4v3h-3M13 7A5.2 5.2 0 1 0 13 10",
  pencil: "M10.8 2.9l2.3 2.3-7.6 7.6-3 .7.7-3Z",
  trash: "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9",
  up: "M5 7v6H2.8V7Zm0 0 2.6-4.6c.9 0 1.5.7 1.4 1.6L8.7 6h3.6c.8 0 1.4.8 1.2 1.6l-1.1 4.3c-.2.7-.7 1.1-1.4 1.1H5",
  down: "M5 9V3H2.8v6Zm0 0 2.6 4.6c.9 0 1.5-.7 1.4-1.6L8.7 10h3.6c.8 0 1.4-.8 1.2-1.6l-1.1-4.3C12.2 3.4 11.7 3 11 3H5",
  close: "m4 4 8 8M12 4l-8 8",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  chevron: "m6 3.5 4.5 4.5L6 12.5",
  download: "M8 2.5v8M4.5 7.3 8 10.8l3.5-3.5M3 13.5h10",
  document: "M4 1.8h5.5L12.5 5v9.2H4ZM9 2v3.5h3.5M6 8.3h4.3M6 11h4.3",
  warning: "M8 2.3 14.3 13.4H1.7ZM8 6.5v3.2M8 11.4v.2",
  dot: "M8 4.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6Z",
  person:
    "M8 2.5a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM2.8 13.7c.6-2.4 2.6-3.8 5.2-3.8s4.6 1.4 5.2 3.8",
  shield: "M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4ZM5.6 7.9l1.8 1.8 3-3.3",
  fork: "M8 14V9M8 9 3.5 4.5V2.5M8 9l4.5-4.5V2.5M2 4l1.5-1.7L5 4M11 4l1.5-1.7L14 4",
  hidden:
    "M2.5 2.5l11 11M6.6 4.2A6.6 6.6 0 0 1 8 4c3 0 5 2 6 4a9 9 0 0 1-1.8 2.4M9.7 11.7A6.3 6.3 0 0 1 8 12c-3 0-5-2-6-4a9 9 0 0 1 2.3-2.8M6.7 6.8a1.8 1.8 0 0 0 2.5 2.5",
  arrow: "M3 8h9.5M8.8 4.2 12.6 8l-3.8 3.8",
  sort: "M5 3v10M5 13l-2.3-2.4M5 13l2.3-2.4M11 13V3M11 3 8.7 5.4M11 3l2.3 2.4",
} as const;

export type IconName = keyof typeof PATHS;

/** A decoration: its meaning stands in words beside it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark: a selected cell with its fill handle, for every figure leads back to one. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg class="mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect class="mark-ground" width="32" height="32" rx="7" />
      <path class="mark-cell" d="M8 8h16v16H8z" />
      <path class="mark-bars" d="M12.5 19.5v-3.2M16 19.5v-7M19.5 19.5v-5" />
      <path class="mark-handle" d="M21 21h6v6h-6z" />
    </svg>
  );
}

/** A sign of the trace or of a trend. What is copied or read aloud is the emoji's meaning; what is seen is drawn. */
export function Glyph({ emoji, icon, label }: { emoji: string; icon: IconName; label: string }) {
  return (
    <span class={`glyph glyph-${icon}`} role="img" aria-label={label}>
      <Icon name={icon} />
      <span class="glyph-text">{emoji}</span>
    </span>
  );
}
