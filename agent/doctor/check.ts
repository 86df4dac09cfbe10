import type { Config } from "../config.ts";

/** `note` is worth knowing, `warning` works but not as wished, `failed` must be mended before the service can do its work. */
export type Health = "ok" | "note" | "warning" | "failed";

/** What a check found, in words; `todo` is what a person does about it. */
export type Finding = {
  readonly health: Health;
  readonly words: string;
  readonly todo?: string;
};

export type Env = Readonly<Record<string, string | undefined>>;

/** One thing that the service needs. What it throws is a failure in its own words. */
export type Check = {
  readonly name: string;
  /** Names of earlier checks: while one of them fails, this one is not run. */
  readonly after?: readonly string[];
} & (
  | { readonly needs: "environment"; run(env: Env): Promise<readonly Finding[]> }
  /** Is not run while the settings cannot be read. */
  | { readonly needs: "settings"; run(config: Config): Promise<readonly Finding[]> }
);

export function ok(words: string): Finding {
  return { health: "ok", words };
}

export function note(words: string, todo?: string): Finding {
  return { health: "note", words, ...(todo !== undefined && { todo }) };
}

export function warning(words: string, todo?: string): Finding {
  return { health: "warning", words, ...(todo !== undefined && { todo }) };
}

export function failed(words: string, todo?: string): Finding {
  return { health: "failed", words, ...(todo !== undefined && { todo }) };
}

/** A thrown thing's own words, a failure for each of its lines. */
export function failures(thrown: unknown, todo?: string): readonly Finding[] {
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return words.split("\n").flatMap((line) => (line.trim() === "" ? [] : failed(line.trim(), todo)));
}
