/** Spans that are on their way out; `stop` sends those that are left. */
export type Telemetry = { stop(): Promise<void> };

type Env = Readonly<Record<string, string | undefined>>;

const ENDPOINTS = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
const STOP_MS = 1_500;

/** True when OpenTelemetry's usual settings say that spans are wanted and whereto. */
export function wantsSpans(env: Env): boolean {
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return false;
  const exporter = env["OTEL_TRACES_EXPORTER"];
  if (exporter === "none") return false;
  return Boolean(exporter) || ENDPOINTS.some((name) => Boolean(env[name]));
}

/**
 * Starts OpenTelemetry's SDK, which reads all of its settings itself, where they ask for spans; undefined, with nothing
 * loaded, where they do not. Only the settings' own resource is told: no host, no account, no command line.
 */
export async function startTelemetry(env: Env): Promise<Telemetry | undefined> {
  if (!wantsSpans(env)) return undefined;
  const { startNodeSdk } = await import("@opentelemetry/sdk-node");
  const isNamed =
    env["OTEL_SERVICE_NAME"] || env["OTEL_RESOURCE_ATTRIBUTES"]?.includes("service.name=");
  const sdk = startNodeSdk({
    ...(!isNamed && { resourceAttributes: { "service.name": "insight-agent" } }),
    ...(!env["OTEL_NODE_RESOURCE_DETECTORS"] && { resourceDetectors: [] }),
    ...(!env["OTEL_METRICS_EXPORTER"] && { metricReaders: [] }),
    ...(!env["OTEL_LOGS_EXPORTER"] && { logRecordProcessors: [] }),
  });
  return {
    stop: async () => {
      const patience = AbortSignal.timeout(STOP_MS);
      const late = new Promise<void>((resolve) => {
        patience.addEventListener("abort", () => resolve(), { once: true });
      });
      // A collector that is away must not hold the process.
      await Promise.race([sdk.shutdown().catch(() => {}), late]);
    },
  };
}
