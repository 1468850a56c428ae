import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { instant, type ShapeOf, textUpTo, timeZone } from '../shapes.ts';

/** The aggregations that have a name there. */
export const openMeterAggregation = z.enum([
  'COUNT',
  'SUM',
  'MIN',
  'MAX',
  'LATEST',
  'UNIQUE_COUNT',
]);

const openMeterMeter = z
  .object({
    id: meterKey.meta({ description: 'The same as `slug`.' }),
    slug: meterKey,
    description: z.string().optional(),
    aggregation: openMeterAggregation,
    eventType: z.string(),
    valueProperty: z.string().optional().meta({ description: 'A JSONPath.' }),
    groupBy: z.record(z.string(), z.string()).meta({
      description: 'The dimensions, each under its own name, as a JSONPath.',
    }),
  })
  .meta({
    id: 'OpenMeterMeter',
    examples: [
      {
        id: 'download_bytes',
        slug: 'download_bytes',
        aggregation: 'SUM',
        eventType: 'download',
        valueProperty: '$.bytes',
        groupBy: { format: '$.format' },
      },
    ],
  });
export type OpenMeterMeter = ShapeOf<typeof openMeterMeter>;

export const openMeterMeters = z.array(openMeterMeter).meta({
  description: 'All meters, by key, but those whose aggregation has no name there.',
});

const openMeterWindow = z.enum(['HOUR', 'DAY', 'MONTH']);
export type OpenMeterWindow = ShapeOf<typeof openMeterWindow>;

const names = z.array(textUpTo(1_024)).min(1).max(100);
const time = z.string().min(1).max(40);

/** Of the query string, all but `filterGroupBy[NAME]`. */
export const openMeterQuery = z.strictObject({
  clientId: z.string().max(1_024).optional().meta({ description: 'Taken, and not needed.' }),
  from: time.meta({ description: 'RFC 3339, on a quarter hour.' }),
  to: time.optional().meta({
    description:
      'As `from`, itself not counted. Left out, within the last minute, or later: the end of the quarter hour that it is in.',
  }),
  windowSize: openMeterWindow.optional().meta({
    description: 'A row for each; left out, one for the whole period.',
  }),
  windowTimeZone: timeZone.optional().meta({ description: 'IANA; UTC where left out.' }),
  subject: names.optional().meta({
    description: 'Only these subjects, each in rows of its own; one parameter for each.',
  }),
  filterCustomerId: names.max(1).optional().meta({
    description: 'Only what the customer with this key pays for.',
  }),
  groupBy: names.optional().meta({
    description: '`subject`, `customer_id` or dimensions of the meter, one parameter for each.',
  }),
});
export type OpenMeterQuery = ShapeOf<typeof openMeterQuery>;

export const openMeterFilter = {
  name: 'filterGroupBy[NAME]',
  description:
    'Only usage with this value of the dimension NAME; one parameter for each dimension.',
} as const;

const openMeterRow = z
  .object({
    value: z.number().meta({ description: 'Every digit of the quantity, however many.' }),
    windowStart: instant,
    windowEnd: instant,
    subject: z.string().nullable().meta({ description: 'Null where not grouped by it.' }),
    customerId: z.string().optional().meta({ description: 'The key of who pays.' }),
    groupBy: z.record(z.string(), z.string().nullable()),
  })
  .meta({ id: 'OpenMeterRow' });
export type OpenMeterRow = ShapeOf<typeof openMeterRow>;

export const openMeterUsage = z
  .object({
    from: instant,
    to: instant,
    windowSize: openMeterWindow.optional(),
    data: z.array(openMeterRow),
    partial: z.literal(true).optional().meta({
      description: 'The meter is new and does not count every event in this period yet.',
    }),
    unreadable: z.int().min(1).optional().meta({
      description: 'Events among these rows without a value that the meter can read.',
    }),
  })
  .meta({
    id: 'OpenMeterUsage',
    examples: [
      {
        from: '2026-10-01T00:00:00Z',
        to: '2026-10-02T00:00:00Z',
        windowSize: 'DAY',
        data: [
          {
            value: 18_231,
            windowStart: '2026-10-01T00:00:00Z',
            windowEnd: '2026-10-02T00:00:00Z',
            subject: 'reader-7',
            groupBy: { format: 'pdf' },
          },
        ],
      },
    ],
  });
export type OpenMeterUsage = ShapeOf<typeof openMeterUsage>;
