import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/**
 * A program that is traced by OpenTelemetry's SDK and sends what it did, once as Protocol Buffers and once as JSON:
 * model calls as spans since `from`, downloads as log records, bytes as a counter. Prints what it did.
 */
const [url, key, from] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${key}` };
const options = (path, compression) => ({
  url: `${url}/otlp/v1/${path}`,
  headers,
  compression,
  timeoutMillis: 60_000,
});
const resource = resourceFromAttributes({ 'service.name': 'assistant' });
const start = Date.parse(from);
const step = Math.floor((Date.now() - start) / 400);

const [calls, downloads, sent] = [[], {}, {}];
const subjects = ['acme-web', 'acme-mobile'];
const models = ['m-large', 'm-small', 'of-yesterday'];

async function traced(name, exporter) {
  const processor = new BatchSpanProcessor({
    exporter,
    maxExportBatchSize: 64,
    maxQueueSize: 4_096,
  });
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer(name);
  for (let index = 0; index < 200; index += 1) {
    const at = start + (calls.length + 1) * step;
    const call = {
      subject: subjects[index % 2],
      model: models[index % 3],
      tier: index % 5 === 0 ? 'batch' : 'standard',
      cached: index % 4 === 0 ? 1_000 + index : 0,
      input: 2_000 + index * 7,
      output: 100 + index,
    };
    calls.push(call);
    const agent = tracer.startSpan('invoke_agent', { startTime: at - 100 });
    // An agent says again what its calls have used: that is not to be counted.
    agent.setAttribute('gen_ai.operation.name', 'invoke_agent');
    agent.setAttribute('gen_ai.usage.input_tokens', call.input);
    const span = tracer.startSpan(`chat ${call.model}`, { startTime: at - 50 });
    span.setAttributes({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': call.model,
      'enduser.id': call.subject,
      'gen_ai.usage.input_tokens': call.input,
      'gen_ai.usage.output_tokens': call.output,
      'gen_ai.input.messages': 'x'.repeat(200),
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.request.temperature': 0.2,
      ...(call.tier === 'batch' ? { 'app.tier': 'batch' } : {}),
      ...(call.cached === 0 ? {} : { 'gen_ai.usage.cache_read.input_tokens': call.cached }),
    });
    span.end(at);
    agent.end(at + 5);
  }
  await provider.shutdown();
}

async function logged(name, exporter) {
  const provider = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger(name);
  for (let index = 0; index < 60; index += 1) {
    const subject = subjects[index % 2];
    downloads[subject] = (downloads[subject] ?? 0) + 1;
    // Each twice, the same to the nanosecond: they are two all the same.
    const timestamp = start + Math.floor(index / 4) * 1_000;
    const attributes = { 'user.id': subject };
    logger.emit({ timestamp, eventName: 'download', body: '/paper.pdf', attributes });
    logger.emit({ timestamp, eventName: 'looked', body: '/paper.pdf', attributes });
  }
  await provider.shutdown();
}

async function measured(name, exporter) {
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ resource, readers: [reader] });
  const counter = provider.getMeter(name).createCounter('bytes.sent', { unit: 'By' });
  for (let round = 0; round < 3; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const bytes = 9_007_199_254_740 + round * 10 + index;
      sent[subject] = (sent[subject] ?? 0) + bytes;
      counter.add(bytes, { 'user.id': subject });
    }
    await provider.forceFlush();
  }
  await provider.shutdown();
}

const temporalityPreference = AggregationTemporality.DELTA;
// Where to, by which key and with which deltas, the variables of docs/otlp.md say.
const bySurroundings = { timeoutMillis: 60_000 };
await traced('protobuf', new ProtobufTraces(options('traces', 'gzip')));
await traced('json', new JsonTraces(bySurroundings));
await logged('protobuf', new ProtobufLogs(options('logs')));
await logged('json', new JsonLogs({ ...bySurroundings, compression: 'gzip' }));
await measured('protobuf', new ProtobufMetrics({ ...options('metrics'), temporalityPreference }));
await measured('json', new JsonMetrics(bySurroundings));
console.log(JSON.stringify({ calls, downloads, sent }));
