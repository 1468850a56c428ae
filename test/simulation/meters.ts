import type { MeterDefinition } from '../../core/catalog/meter-definition.ts';

/** Every aggregation, with and without dimensions and filters. */
export const meterDefinitions = [
  { key: 'views', eventType: 'view', aggregation: 'count', dimensions: ['page'], filter: {} },
  {
    key: 'amount',
    eventType: 'view',
    aggregation: 'sum',
    value: 'amount',
    dimensions: ['page', 'visitor'],
    filter: {},
  },
  {
    key: 'least',
    eventType: 'view',
    aggregation: 'min',
    value: 'amount',
    dimensions: [],
    filter: {},
  },
  {
    key: 'most',
    eventType: 'view',
    aggregation: 'max',
    value: '/amount',
    dimensions: [],
    filter: { page: ['/', 'true'] },
  },
  {
    key: 'level',
    eventType: 'view',
    aggregation: 'latest',
    value: '/usage/level',
    dimensions: ['page'],
    filter: {},
  },
  {
    key: 'visitors',
    eventType: 'view',
    aggregation: 'unique_count',
    value: 'visitor',
    dimensions: [],
    filter: {},
  },
  {
    key: 'seats',
    eventType: 'view',
    aggregation: 'weighted_sum',
    value: '/usage/level',
    dimensions: [],
    filter: { visitor: ['5', 'true', 'v1'] },
  },
  { key: 'calls', eventType: 'call', aggregation: 'count', dimensions: [], filter: {} },
] as const satisfies readonly MeterDefinition[];
