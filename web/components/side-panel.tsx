import { panel } from "../state/panel.ts";
import { DocumentPanel } from "./document-panel.tsx";
import { MemoryPanel } from "./memory-panel.tsx";
import { SettingsPanel } from "./settings-panel.tsx";

/** What stands beside the conversation, if anything. */
export function SidePanel() {
  const shown = panel.value;
  switch (shown.kind) {
    case "none":
      return null;
    case "document":
      return <DocumentPanel place={shown.place} />;
    case "memory":
      return <MemoryPanel />;
    case "settings":
      return <SettingsPanel />;
  }
}
