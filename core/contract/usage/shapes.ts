import * as z from 'zod';
import { customerKey } from '../catalog/customer-shapes.ts';
import { meterDefinition, meterKey } from '../catalog/meter-shapes.ts';
import {
  cursorText,
  decimalText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  timeZone,
  wholeNumberText,
} from '../shapes.ts';

const bound = z
  .string()
  .min(1)
  .max(40)
  .meta({
    description:
      'RFC 3339, or `YYYY-MM-DD` or `YYYY-MM` for the start of that day or month in `timezone`; on a quarter hour.',
    examples: ['2026-10-01', '2026-10-01T00:00:00Z'],
  });

export const usageWindow = z.enum(['quarter_hour', 'hour', 'day', 'month']);

/** Of the query string of `GET /v1/usage`, all but `dimension.NAME`. */
export const usageParameters = z.strictObject({
  meter: meterKey,
  customer: customerKey.optional().meta({ description: 'Only what this customer pays for.' }),
  subject: textUpTo(1_024).optional().meta({ description: 'Only this subject.' }),
  assigned: z.enum(['true', 'false']).optional().meta({
    description: 'Only what some customer pays for, or only what none does.',
  }),
  informational: z.enum(['true']).optional().meta({
    description:
      'Only what backfill jobs wrote as informational, which is never billed; left out, all that is no such usage.',
  }),
  from: bound,
  to: bound.meta({ description: 'Where it ends, itself not counted; as `from`.' }),
  window: usageWindow.optional().meta({
    description:
      'A row for each, by the calendar of `timezone` and clipped to the period; left out, one for the whole period.',
  }),
  timezone: timeZone.optional().meta({ description: 'IANA; UTC where left out.' }),
  groupBy: z
    .string()
    .min(1)
    .max(4_000)
    .optional()
    .meta({
      description: '`customer`, `subject` or dimensions of the meter, separated by commas.',
      examples: ['customer,section'],
    }),
  limit: wholeNumberText({ min: 1, max: 10_000 })
    .optional()
    .meta({ description: 'Rows on a page at most; 1000 where left out.' }),
  cursor: cursorText.optional(),
});
export type UsageParameters = ShapeOf<typeof usageParameters>;

export const dimensionParameter = {
  name: 'dimension.NAME',
  description:
    'Only usage with this value of the dimension NAME; one parameter for each dimension, such as `dimension.section=sports`.',
} as const;

export const usageRow = z
  .object({
    start: instant,
    end: instant,
    customer: z.string().optional().meta({
      description:
        'Where grouped by customer: who pays for what was used then; absent where nobody does.',
    }),
    subject: z.string().optional().meta({ description: 'Where grouped by subject.' }),
    dimensions: z.record(z.string(), z.string().nullable()).meta({
      description: 'The dimensions grouped by; null where events have no such field.',
    }),
    value: decimalText,
  })
  .meta({ id: 'UsageRow' });
export type UsageRowAnswer = ShapeOf<typeof usageRow>;

export const usage = z
  .object({
    meter: meterKey,
    aggregation: meterDefinition.shape.aggregation,
    customer: z.string().optional(),
    subject: z.string().optional(),
    informational: z.literal(true).optional().meta({
      description: 'Where that was asked for: it is never billed.',
    }),
    from: instant,
    to: instant,
    window: usageWindow.nullable(),
    timezone: z.string(),
    rows: z.array(usageRow).meta({
      description:
        'By start, then customer, subject and dimensions. Ungrouped, a window without usage is 0; min, max and latest have no row for it.',
    }),
    partial: z.literal(true).optional().meta({
      description: 'The meter is new and does not count every event in this period yet.',
    }),
    unreadable: z.int().min(1).optional().meta({
      description: 'Events among these rows without a value that the meter can read.',
    }),
    nextCursor,
  })
  .meta({
    id: 'Usage',
    examples: [
      {
        meter: 'download_bytes',
        aggregation: 'sum',
        customer: 'press-review',
        from: '2026-09-30T23:00:00Z',
        to: '2026-10-31T00:00:00Z',
        window: 'month',
        timezone: 'Europe/London',
        rows: [
          {
            start: '2026-09-30T23:00:00Z',
            end: '2026-10-31T00:00:00Z',
            dimensions: { format: 'pdf' },
            value: '18231000',
          },
        ],
      },
    ],
  });
export type UsageAnswer = ShapeOf<typeof usage>;
