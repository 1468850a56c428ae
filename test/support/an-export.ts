import { type OtlpMapping, offeredMapping } from '../../core/contract/otlp/shapes.ts';
import { inMemoryOtlpMappings } from '../fakes/otlp-mappings.ts';
import { anIngest } from './an-ingest.ts';
import { aGatewayEvent, context } from './gateway-event.ts';

type Path = 'traces' | 'logs' | 'metrics';
export const atNine = '1795338000000000000';
export const [traceId, spanId] = ['5b8efff798038103d269b633813fc60c', 'eee19b7ec3c1b174'];

export const texts = (attributes: Readonly<Record<string, unknown>>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value }));
export const text = (stringValue: string) => ({ stringValue });

export const chat = {
  'gen_ai.operation.name': text('chat'),
  'gen_ai.request.model': text('m-large'),
  'gen_ai.usage.input_tokens': { intValue: '1250' },
  'gen_ai.usage.output_tokens': { intValue: 310 },
  'enduser.id': text('reader-7'),
};

export const aSpan = (
  fields: object = {},
  attributes: Readonly<Record<string, unknown>> = chat,
) => ({
  ...{ traceId, spanId, name: 'chat m-large' },
  ...{ startTimeUnixNano: '1795337990000000000', endTimeUnixNano: atNine },
  attributes: texts(attributes),
  ...fields,
});
const service = { attributes: texts({ 'service.name': text('assistant') }) };
export const traces = (...spans: readonly object[]) => ({
  resourceSpans: [{ resource: service, scopeSpans: [{ scope: { name: 's' }, spans }] }],
});
export const logs = (...logRecords: readonly object[]) => ({
  resourceLogs: [{ resource: service, scopeLogs: [{ logRecords }] }],
});
export const metrics = (...all: readonly object[]) => ({
  resourceMetrics: [{ resource: service, scopeMetrics: [{ metrics: all }] }],
});

export const anExport = (mappings: readonly OtlpMapping[] = [offeredMapping]) => {
  const ingest = anIngest(undefined, inMemoryOtlpMappings(mappings));
  return {
    ...ingest,
    json: (path: Path, body: object | string) =>
      ingest.post({
        routeKey: `POST /otlp/v1/${path}`,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    protobuf: async (path: Path, body: Uint8Array, headers = {}) => {
      const sent = Buffer.from(body).toString('base64');
      const type = { 'content-type': 'application/x-protobuf' };
      const {
        statusCode,
        headers: answered,
        body: content,
      } = await ingest.handler(
        aGatewayEvent({
          ...{ routeKey: `POST /otlp/v1/${path}`, headers: { ...type, ...headers } },
          ...(sent === '' ? {} : { body: sent, isBase64Encoded: true }),
        }),
        context,
      );
      return { status: statusCode, headers: answered, bytes: Buffer.from(content, 'base64') };
    },
  };
};

export const event = {
  source: 'otlp',
  id: `${traceId}:${spanId}:gen-ai`,
  type: 'ai.tokens',
  subject: 'reader-7',
  occurredAt: 1_795_338_000_000,
  data: '{"cacheRead":0,"cacheWrite":0,"input":1250,"model":"m-large","operation":"chat","output":310}',
};
