/** What this browser keeps. Reads give null and writes do nothing where storage is switched off. Never throws. */
export const kept = {
  read: (key: string): string | null => {
    try {
      return localStorage.getItem(`insight-agent.${key}`);
    } catch {
      return null; // storage is switched off
    }
  },
  write: (key: string, value: string): void => {
    try {
      localStorage.setItem(`insight-agent.${key}`, value);
    } catch {
      // Storage is switched off or full: the choice lasts as long as the page.
    }
  },
};
