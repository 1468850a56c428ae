import { inspect } from 'node:util';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** Sends what is refused, and prints all that the SDK says of it: cumulative sums, and a key that may not write. */
const [url, key, reader] = process.argv.slice(2);
const said = [];
const say = (...words) => said.push(words.map((word) => inspect(word, { depth: 4 })).join(' '));
diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say }, DiagLogLevel.ALL);

const optionsOf = (path, apiKey) => ({
  url: `${url}/otlp/v1/${path}`,
  headers: { Authorization: `Bearer ${apiKey}` },
});
const metrics = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter(optionsOf('metrics', key)),
  exportIntervalMillis: 3_600_000,
});
const meters = new MeterProvider({ readers: [metrics] });
meters.getMeter('m').createCounter('bytes.sent').add(5, { 'user.id': 'acme-web' });
await meters.shutdown();

const exporter = new OTLPTraceExporter(optionsOf('traces', reader));
const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
tracers.getTracer('t').startSpan('chat').end();
await tracers.shutdown().catch(say);
console.log(JSON.stringify(said));
