import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { toFailure } from "./failure.ts";

/**
 * What is told of a span: names, counts, ids of turns; never what a person asked, was told, or is called. The names are
 * those of OpenTelemetry's conventions where it has one. `error.type` marks the span as failed.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Adds to what is told of a span that is still open. */
export type Note = (facts: Facts) => void;

/**
 * Runs the work as a span below the one it is called in; a throw ends it as failed, by its kind and without its words.
 * While nobody has started a tracer (`server/telemetry.ts`) nothing is made or kept.
 */
export function inSpan<T>(
  name: string,
  facts: Facts,
  work: (note: Note) => Promise<T>,
): Promise<T> {
  return tracer().startActiveSpan(name, { attributes: { ...facts } }, async (span) => {
    try {
      return await work(noteOn(span));
    } catch (thrown) {
      noteOn(span)({ "error.type": kindOf(thrown) });
      throw thrown;
    } finally {
      span.end();
    }
  });
}

/** As `inSpan`, for a stream: the span lasts until its end, or until its reader leaves. */
export async function* streamInSpan<T>(
  name: string,
  facts: Facts,
  open: (note: Note) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const span = tracer().startSpan(name, { attributes: { ...facts } });
  const inside = trace.setSpan(context.active(), span);
  const within = <R>(work: () => R): R => context.with(inside, work);
  try {
    const iterator = within(() => open(noteOn(span))[Symbol.asyncIterator]());
    try {
      for (;;) {
        const next = await within(() => iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await within(() => iterator.return?.());
    }
  } catch (thrown) {
    noteOn(span)({ "error.type": kindOf(thrown) });
    throw thrown;
  } finally {
    span.end();
  }
}

/** Where each span's own name comes from, as its attributes tell. */
function tracer() {
  return trace.getTracer("insight-agent");
}

function noteOn(span: Span): Note {
  return (facts) => {
    span.setAttributes({ ...facts });
    const failed = facts["error.type"];
    if (failed !== undefined)
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(failed) });
  };
}

function kindOf(thrown: unknown): string {
  const { kind } = toFailure(thrown);
  return kind === "internal" && thrown instanceof Error ? thrown.name : kind;
}
