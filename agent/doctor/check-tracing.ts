import { type Check, type Env, type Finding, failed, note, ok, warning } from "./check.ts";

const PATIENCE_MS = 3_000;
const ENDPOINTS = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

/** That whoever is to get spans and traces is there; both are off by default. */
export const checkTracing: Check = {
  name: "Tracing",
  needs: "environment",
  run: async (env) => {
    const found = [...(await openTelemetry(env)), ...langSmith(env)];
    return found.length > 0
      ? found
      : [ok("off; OTEL_EXPORTER_OTLP_ENDPOINT or LANGSMITH_TRACING turn it on")];
  },
};

async function openTelemetry(env: Env): Promise<readonly Finding[]> {
  const endpoint = ENDPOINTS.map((name) => env[name]?.trim()).find(Boolean);
  if (endpoint === undefined || env["OTEL_SDK_DISABLED"] === "true") return [];
  if (!URL.canParse(endpoint))
    return [
      failed("OTEL_EXPORTER_OTLP_ENDPOINT is not an address", "Write it as http://host:4318"),
    ];
  const { origin } = new URL(endpoint);
  try {
    await fetch(origin, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE_MS) });
    return [ok(`spans go to ${origin}`)];
  } catch {
    // The network's own words add nothing: nobody answers there.
    return [
      warning(
        `Nobody takes spans at ${origin}`,
        "Start a collector there, or take the setting away",
      ),
    ];
  }
}

function langSmith(env: Env): readonly Finding[] {
  const isOn = [env["LANGSMITH_TRACING"], env["LANGCHAIN_TRACING_V2"]].includes("true");
  if (!isOn) return [];
  if (!(env["LANGSMITH_API_KEY"] ?? env["LANGCHAIN_API_KEY"])) {
    return [
      failed(
        "LANGSMITH_TRACING is true, but there is no LANGSMITH_API_KEY",
        "Set it, or turn tracing off",
      ),
    ];
  }
  return [
    note(
      "LangSmith gets questions, rows and answers whole",
      "LANGSMITH_HIDE_INPUTS and LANGSMITH_HIDE_OUTPUTS keep them here",
    ),
  ];
}
