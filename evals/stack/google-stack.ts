import type { Config } from "../../agent/config.ts";
import type { Deps } from "../../agent/deps.ts";
import { wake } from "../../agent/model/rest.ts";
import { startFirestoreEmulator } from "../../agent/store/testing/firestore-emulator.ts";
import type { GeminiRequest } from "../../agent/testing/gemini-request.ts";
import {
  type GeminiStandIn,
  openGeminiStandIn,
  STAND_IN_KEY,
} from "../../agent/testing/gemini-stand-in.ts";
import {
  type BigqueryStandIn,
  openBigqueryStandIn,
} from "../../agent/warehouse/testing/bigquery-stand-in.ts";
import { loadWorkspaces } from "../../agent/warehouse/testing/load-workspaces.ts";
import type { Asker } from "../asker.ts";
import type { EvalStack } from "../evaluate.ts";
import { WORKSPACES } from "../open-run.ts";
import { type Breaker, createBreaker } from "./break-things.ts";
import { openCuttingProxy } from "./cutting-proxy.ts";

const PROJECT = "insight-evals";

/** `env` are the settings under which the graph runs on it. */
export type GoogleStack = AsyncDisposable &
  EvalStack & {
    readonly env: Readonly<Record<string, string>>;
    readonly google: GeminiStandIn;
    readonly bigquery: BigqueryStandIn;
  };

export type StackOptions = {
  /** Whether something breaks in every question. */
  readonly faults?: boolean;
  /** An emulator of Firestore that runs already. */
  readonly emulatorHost?: string;
  /** Whether the data of the evals' own workspaces is there. */
  readonly withOwn?: boolean;
};

/**
 * Google's services as far as one machine has them: a stand-in of Gemini's API that says what the analyst would, one of
 * BigQuery's that holds every workspace's data, loaded by its own load jobs, and the official emulator of Firestore.
 *
 * @throws {Error} when the emulator or its Java is missing.
 */
export async function openGoogleStack(
  config: Config,
  { faults = false, emulatorHost, withOwn = true }: StackOptions = {},
): Promise<GoogleStack> {
  await using opening = new AsyncDisposableStack();
  const google = opening.use(await openGeminiStandIn());
  const bigquery = opening.use(await openBigqueryStandIn({ incompleteFirst: false }));
  const emulator = emulatorHost ?? opening.use(await startFirestoreEmulator()).host;
  const proxy = opening.use(await openCuttingProxy(emulator));
  const knowledgeDirs = [...new Set([...config.knowledgeDirs, ...(withOwn ? [WORKSPACES] : [])])];
  const place = { project: PROJECT, location: "US", apiEndpoint: bigquery.url };
  await loadWorkspaces({ knowledgeDirs, dataDir: config.dataDir }, place);
  const breaker = createBreaker({ google, bigquery, firestore: proxy });
  let attached: Deps | undefined;
  const mend = () => {
    breaker.mend();
    // Else what broke in one question would keep the next ones from being asked of Gemini.
    for (const { model } of attached?.workspaces.values() ?? []) wake(model);
  };
  const opened = opening.move();
  return {
    google,
    bigquery,
    env: {
      MODEL: "gemini",
      GOOGLE_API_KEY: STAND_IN_KEY,
      GEMINI_BASE_URL: google.baseUrl,
      WAREHOUSE: "bigquery",
      BIGQUERY_API_ENDPOINT: bigquery.url,
      STORE: "firestore",
      FIRESTORE_EMULATOR_HOST: proxy.host,
      GOOGLE_CLOUD_PROJECT: PROJECT,
    },
    attach: (deps) => {
      attached = deps;
      google.answerWith((request) => analystFor(request, deps));
    },
    around: (asker) => (faults ? breaking(asker, { ...breaker, mend }) : asker),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The analyst of the workspace that the prompt is about. */
function analystFor({ systemInstruction }: GeminiRequest, { workspaces }: Deps) {
  const prompt = systemInstruction?.parts.map(({ text = "" }) => text).join("\n") ?? "";
  const found = [...workspaces.values()].find(({ workspace }) =>
    prompt.includes(`the analyst of ${workspace.title}.`),
  );
  return found?.analyst;
}

function breaking(asker: Asker, { breakNext, mend }: Breaker): Asker {
  return {
    ...asker,
    talk: async (...whom) => {
      const talk = await asker.talk(...whom);
      if (!talk) return talk;
      return {
        ...talk,
        ask: async (content, signal) => {
          breakNext();
          try {
            return await talk.ask(content, signal);
          } finally {
            mend();
          }
        },
      };
    },
  };
}
