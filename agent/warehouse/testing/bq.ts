import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

export type Bq = {
  /** Google's own description of the BigQuery API, as it comes with `bq`. */
  readonly discoveryFile: string;
  /**
   * What one `bq shell` prints for each command, in order, without its progress. Its settings are in `folder`.
   *
   * @throws {Error} when the shell itself does not start.
   */
  shell(options: BqOptions, commands: readonly string[]): Promise<readonly string[]>;
};

export type BqOptions = {
  readonly url: string;
  readonly folder: string;
  /** Of all that is printed; `pretty` unless given. */
  readonly format?: "pretty" | "json";
};

const DISCOVERY = "../platform/bq/discovery_next/bigquery.json";
const PROMPT = "p> ";

/** Google's command-line client of BigQuery. @throws {Error} `[because …]` when it is not installed. */
export async function findBq(): Promise<Bq> {
  const discoveryFile = join(dirname(await where()), DISCOVERY);
  if (!existsSync(discoveryFile))
    throw new Error(`[because bq's description of the API is not at ${discoveryFile}]`);
  return {
    discoveryFile,
    shell: async ({ url, folder, format = "pretty" }, commands) => {
      const flags = ["--api", url, "--project_id=p", "--oauth_access_token=fake", "--quiet"];
      const bq = spawn(
        "env",
        [`CLOUDSDK_CONFIG=${folder}`, "bq", ...flags, `--format=${format}`, "shell"],
        { cwd: folder, stdio: ["pipe", "pipe", "ignore"] },
      );
      bq.stdin.end([...commands, "quit", ""].join("\n"));
      const [greeting = "", ...answers] = (await text(bq.stdout)).split(PROMPT);
      if (!greeting.includes("Welcome")) throw new Error(`bq did not start: ${greeting}`);
      return answers.slice(0, commands.length).map((answer) => answer.trim());
    },
  };
}

async function where(): Promise<string> {
  try {
    const asked = ["-c", 'readlink -f "$(command -v bq)"'];
    const { stdout } = await promisify(execFile)("sh", asked);
    return stdout.trim();
  } catch (cause) {
    throw new Error("[because bq of the Google Cloud SDK is not installed]", { cause });
  }
}
