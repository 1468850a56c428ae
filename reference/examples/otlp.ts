import type { KeyOf } from '../../core/contract/operation.ts';
import type { otlpRoutes } from '../../core/contract/otlp/routes.ts';
import { type Example, NOW_NANOS as nanos } from './example.ts';

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'assistant' } }] };
const attributes = [
  { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
  { key: 'gen_ai.request.model', value: { stringValue: 'm-large' } },
  { key: 'gen_ai.usage.input_tokens', value: { intValue: '1250' } },
  { key: 'gen_ai.usage.output_tokens', value: { intValue: '310' } },
  { key: 'enduser.id', value: { stringValue: 'reader-7' } },
];

/** Examples of OTLP. */
export const otlpExamples = {
  'POST /otlp/v1/traces': {
    body: {
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              spans: [
                {
                  traceId: '5b8efff798038103d269b633813fc60c',
                  spanId: 'eee19b7ec3c1b174',
                  name: 'chat m-large',
                  startTimeUnixNano: nanos,
                  endTimeUnixNano: nanos,
                  attributes,
                },
              ],
            },
          ],
        },
      ],
    },
  },
  'POST /otlp/v1/logs': {
    body: {
      resourceLogs: [
        {
          resource,
          scopeLogs: [
            { logRecords: [{ timeUnixNano: nanos, eventName: 'download', attributes: [] }] },
          ],
        },
      ],
    },
  },
  'POST /otlp/v1/metrics': {
    body: {
      resourceMetrics: [
        {
          resource,
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'bytes.sent',
                  unit: 'By',
                  sum: {
                    aggregationTemporality: 1,
                    isMonotonic: true,
                    dataPoints: [{ startTimeUnixNano: nanos, timeUnixNano: nanos, asInt: '5120' }],
                  },
                },
              ],
            },
          ],
        },
      ],
    },
  },
  'GET /v1/otlp-mappings': {},
  'PUT /v1/otlp-mappings': {
    body: {
      mappings: [
        {
          key: 'tokens',
          signal: 'spans',
          match: { has: ['gen_ai.usage.input_tokens'] },
          type: 'ai.tokens',
          subject: ['enduser.id', { resource: 'service.name' }],
          data: {
            model: 'gen_ai.request.model',
            input: 'gen_ai.usage.input_tokens',
            output: 'gen_ai.usage.output_tokens',
          },
        },
      ],
    },
  },
} as const satisfies Readonly<Record<KeyOf<typeof otlpRoutes>, Example>>;
