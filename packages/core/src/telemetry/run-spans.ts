import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Tracer,
} from "@opentelemetry/api";
import { genAiOf, operationOf } from "./gen-ai.ts";
import type { AnsweredRun } from "./telemetry.ts";

/** Tells of an answer as a span with one for each stage and each call of a model below it. */
export function runSpans(tracer: Tracer, content: boolean) {
  return (run: AnsweredRun): void => {
    const parent = contextOf(run.caller);
    const root = tracer.startSpan(
      "answer",
      { kind: SpanKind.INTERNAL, startTime: run.start, attributes: attributesOf(run, content) },
      parent,
    );
    const below = trace.setSpan(parent, root);
    for (const { name, start, end, failed } of run.stages) {
      const span = tracer.startSpan(name, { startTime: start }, below);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(end);
    }
    for (const call of run.calls) {
      const name = `${operationOf(call.stage)} ${call.model}`;
      const start = call.end - call.milliseconds;
      const span = tracer.startSpan(
        name,
        { kind: SpanKind.CLIENT, startTime: start, attributes: genAiOf(call) },
        below,
      );
      if (call.state === "failed") span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(call.end);
    }
    if (run.state === "failed") root.setStatus({ code: SpanStatusCode.ERROR });
    root.end(run.end);
  };
}

function attributesOf(run: AnsweredRun, content: boolean): Attributes {
  const { errorCode, intent, degraded, firstMs } = run;
  return {
    "docent.run.id": run.runId,
    "docent.company.id": run.companyId,
    "docent.run.state": run.state,
    "docent.tier": run.tier,
    "docent.model": run.model,
    ...(intent !== undefined && { "docent.intent": intent }),
    ...(degraded !== undefined && { "docent.degraded": degraded }),
    ...(firstMs !== null && { "docent.first_text_ms": firstMs }),
    ...(errorCode !== undefined && { "error.type": errorCode }),
    ...(content && { "docent.question": run.question, "docent.answer": run.answer }),
  };
}

/** Reads a W3C `traceparent`; what is not one begins a trace of its own. */
function contextOf(caller: string | undefined): Context {
  const [, traceId, spanId, flags] = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/.exec(caller ?? "") ?? [];
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
