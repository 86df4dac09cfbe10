import { TurnError, toWords } from "../failure.ts";
import { createGemini } from "../model/gemini.ts";
import { checkGemini } from "../model/gemini-start.ts";
import { type Check, type Finding, failed, failures, ok, warning } from "./check.ts";

const PATIENCE_MS = 15_000;
const KEY = "See GOOGLE_API_KEY, GEMINI_MODEL and the prices in .env.example";
const QUOTA = "Look at the quota and the billing of the key's project in Google AI Studio";

/** That the model is there, allowed, priced, and answers; one question of a few tokens is asked. */
export const checkModelService: Check = {
  name: "Model",
  needs: "settings",
  run: async ({ model }) => {
    if (model.kind === "offline") return [ok("the offline analyst, in this process")];
    try {
      const warnings = await checkGemini(model);
      const priced = model.prices
        ? [ok(`a million tokens cost $${model.prices.input} in, $${model.prices.output} out`)]
        : [];
      const amiss = warnings.map((words) => warning(words, KEY));
      return [await askOnce(model), ...priced, ...amiss];
    } catch (thrown) {
      return failures(thrown, KEY);
    }
  },
};

async function askOnce(model: Parameters<typeof createGemini>[0]): Promise<Finding> {
  const started = performance.now();
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await createGemini(model).invoke("Answer with the word yes.", { signal });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    return ok(`${model.model} answered after ${seconds} s`);
  } catch (thrown) {
    const why = thrown instanceof TurnError ? toWords(thrown.failure) : "it did not answer in time";
    const status = statusIn(thrown);
    const said = status === undefined ? "" : ` (status ${status})`;
    return failed(`${model.model} does not answer: ${why}${said}`, status === 429 ? QUOTA : KEY);
  }
}

function statusIn(thrown: unknown): number | undefined {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const status =
    typeof cause === "object" && cause !== null && "statusCode" in cause && cause.statusCode;
  return typeof status === "number" ? status : undefined;
}
