import { meterKey } from '../catalog/meter-shapes.ts';
import { anyEventContent, eventProblems } from '../events/operations.ts';
import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { usageProblems } from '../usage/operations.ts';
import type { openMeterRoutes } from './routes.ts';
import { openMeterFilter, openMeterMeters, openMeterQuery, openMeterUsage } from './shapes.ts';

/** The operations that OpenMeter's SDK asks for. */
export const openMeterOperations = {
  'POST /api/v1/events': {
    id: 'openMeterIngest',
    description:
      'As `POST /v1/events`, but where one event is wrong, none of the request is accepted: the SDK gives no answer back that could tell of some.',
    readBy: 'function',
    request: anyEventContent,
    answers: { 204: { description: 'All are accepted', content: {} } },
    problems: [...eventProblems, 'request.some-rejected'],
  },
  'GET /api/v1/meters': {
    id: 'openMeterListMeters',
    query: noParameters,
    answers: ok('The meters', openMeterMeters),
    problems: queryProblems,
  },
  'GET /api/v1/meters/{key}/query': {
    id: 'openMeterQueryMeter',
    description:
      'At most 400 days and 10,000 rows at once. Where it names subjects or a customer, rows are grouped by them, as OpenMeter does.',
    path: { key: meterKey },
    query: openMeterQuery,
    patternQuery: openMeterFilter,
    repeatedQuery: true,
    answers: ok('Usage', openMeterUsage),
    problems: usageProblems,
  },
} as const satisfies Readonly<Record<KeyOf<typeof openMeterRoutes>, Operation>>;
