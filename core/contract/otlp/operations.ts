import type * as z from 'zod';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { otlpRoutes } from './routes.ts';
import {
  exportLogs,
  exportMetrics,
  exportTraces,
  otlpExported,
  otlpMappings,
  otlpMappingsBody,
  protobuf,
} from './shapes.ts';

const PROTOBUF = 'application/x-protobuf';

const exporting = <Id extends string, Shape extends z.ZodType>(
  id: Id,
  shape: Shape,
  description: string,
) =>
  ({
    id,
    description: `${description} At most 4 MiB after decompression, gzip accepted. Sent again as it was, it counts once. What is refused as a whole is told as a \`Status\` where it was sent as Protocol Buffers.`,
    readBy: 'function',
    request: { ...json(shape), [PROTOBUF]: protobuf },
    answers: {
      200: {
        description: 'Taken, but for what `partialSuccess` says',
        content: { ...json(otlpExported), [PROTOBUF]: protobuf },
      },
    },
    problems: [
      ...bodyProblems,
      'request.number-out-of-range',
      'request.too-many-events',
      'otlp.malformed',
      'otlp.no-mappings',
      'queue.unavailable',
      'queue.busy',
    ],
  }) as const;

/** The operations of OTLP. */
export const otlpOperations = {
  'POST /otlp/v1/traces': exporting(
    'otlpExportTraces',
    exportTraces,
    'A span that a mapping is for is an event of its end.',
  ),
  'POST /otlp/v1/logs': exporting(
    'otlpExportLogs',
    exportLogs,
    'A log record that a mapping is for is an event of its time.',
  ),
  'POST /otlp/v1/metrics': exporting(
    'otlpExportMetrics',
    exportMetrics,
    'A point of a sum of deltas that a mapping is for is an event of the end of its interval. Cumulative sums, gauges and histograms are rejected.',
  ),
  'GET /v1/otlp-mappings': {
    id: 'getOtlpMappings',
    query: noParameters,
    answers: ok('The mappings, and what is offered', otlpMappings),
    problems: queryProblems,
  },
  'PUT /v1/otlp-mappings': {
    id: 'putOtlpMappings',
    description:
      'All of them: what is left out is none any more. They count for what is sent from then on; what was sent before stays as it is.',
    query: noParameters,
    request: json(otlpMappingsBody),
    answers: ok('The mappings', otlpMappings),
    problems: [...bodyProblems, 'otlp.changed-meanwhile'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof otlpRoutes>, Operation>>;
