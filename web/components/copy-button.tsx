import { useState } from "preact/hooks";
import { announce, tell } from "../state/announce.ts";
import { IconButton } from "./icon-button.tsx";

const SHOWN_MS = 1_600;

/** Copies the text and says so, by sight and by voice. */
export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
      announce("Copied");
      setTimeout(() => setCopied(false), SHOWN_MS);
    } catch {
      tell("The browser does not allow copying"); // no permission, or not a secure page
    }
  };
  return (
    <IconButton
      icon={copied ? "check" : "copy"}
      label={copied ? "Copied" : label}
      onClick={() => void copy()}
    />
  );
}
