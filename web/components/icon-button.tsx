import { Icon, type IconName } from "./icon.tsx";

type Props = {
  readonly icon: IconName;
  /** Said by screen readers and shown on hover. */
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly class?: string;
};

export function IconButton({ icon, label, onClick, pressed, disabled, class: extra }: Props) {
  return (
    <button
      type="button"
      class={`icon-button ${extra ?? ""}`}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
