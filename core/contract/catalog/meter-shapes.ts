import * as z from 'zod';
import { type ShapeOf, textUpTo } from '../shapes.ts';

export const meterKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit',
  )
  .meta({ id: 'MeterKey', description: 'A meter, by its key.', examples: ['download_bytes'] });

const dataField = textUpTo(256).meta({
  id: 'DataField',
  description: 'A field of the event’s data by its name, or any field by JSON Pointer.',
  examples: ['bytes', '/usage/bytes'],
});

const scalar = z.union([z.string().max(256), z.number(), z.boolean()], {
  error: 'give a string, a number or a boolean; a number of more than 15 digits as a string',
});

const description = textUpTo(1_000).meta({ description: 'What it is, for people.' });

const aggregationNames = [
  ...['count', 'sum', 'min', 'max', 'latest', 'unique_count', 'weighted_sum', 'session_count'],
] as const;

const session = z
  .strictObject({
    gap: z
      .string()
      .regex(/^PT(?=\d)(?:\d{1,2}H)?(?:\d{1,4}M)?$/, 'give hours and minutes, such as PT30M')
      .meta({
        description: 'For how long nothing may happen in it: from a minute to a day.',
        examples: ['PT30M'],
      }),
  })
  .optional()
  .meta({
    description:
      'Of `session_count`, which needs it: events of a subject that are no more than the gap apart are of one session.',
  });

const windowFields = {
  rolling: z
    .string()
    .regex(/^P[1-9]\d?D$/, 'give days, such as P7D')
    .meta({
      description: 'How many local days each window has, its own included: from `P1D` to `P31D`.',
      examples: ['P7D'],
    }),
  statistic: z.enum(['max', 'mean']).meta({
    description:
      'What a month has of the windows of its days: the greatest (`max`, which counts where it is left out), or their mean.',
  }),
};
const windowMeta = {
  description:
    'Of `count`, `sum` and `unique_count`: they are of trailing windows, one for each local day, such as the users who were active in the last 7 days.',
};

export const rollingWindow = z.object(windowFields).meta({ id: 'RollingWindow', ...windowMeta });

/** What a meter is on the wire, but for its key. */
export const meterDefinition = z
  .strictObject({
    eventType: textUpTo(1_024).meta({ description: 'The type of the events it counts.' }),
    aggregation: z.enum(aggregationNames).meta({
      description:
        'How values add up. `weighted_sum` is the mean level over a window: each value holds from its event’s time to the window’s end.',
    }),
    value: dataField.optional().meta({
      description:
        'The field that is added up; every aggregation but `count` and `session_count` needs one.',
    }),
    opensWith: z.literal('previous').optional().meta({
      description:
        'Of `weighted_sum` and `latest`: a billed month begins with the level that the one before ended with, by subject. Without it, with nothing.',
    }),
    session,
    window: z
      .strictObject({ ...windowFields, statistic: windowFields.statistic.optional() })
      .optional()
      .meta(windowMeta),
    chargedOnly: z.literal(true).optional().meta({
      description:
        'Only what was charged or captured counts: no event that somebody sends does. Of `count` and `sum`.',
    }),
    dimensions: z
      .array(dataField)
      .max(10)
      .optional()
      .meta({ description: 'Fields by which usage is kept apart.' }),
    filter: z
      .record(
        dataField,
        z.union([scalar, z.array(scalar).min(1).max(100)], {
          error: 'give a value or a list of 1 to 100 values, any of which may match',
        }),
      )
      .optional()
      .meta({ description: 'Field → the value, or the values one of which, it must have.' }),
    description: description.optional(),
  })
  .meta({
    id: 'MeterDefinition',
    description: 'Cannot be changed once it exists, but for its description.',
    examples: [
      {
        eventType: 'download',
        aggregation: 'sum',
        value: 'bytes',
        dimensions: ['format'],
        filter: { status: ['200', '206'] },
      },
    ],
  });
export type MeterDefinitionBody = ShapeOf<typeof meterDefinition>;

const countedFields = {
  eventType: z.string(),
  aggregation: meterDefinition.shape.aggregation,
  value: z.string().optional(),
  opensWith: z.literal('previous').optional(),
  session,
  window: rollingWindow.optional(),
  chargedOnly: z.literal(true).optional(),
  dimensions: z.array(z.string()),
  filter: z.record(z.string(), z.array(z.string())),
  description: z.string().optional(),
};
const meterFields = { key: meterKey, ...countedFields };

/** What a meter counts: all of it but its key. */
export const meterCounted = z.object(countedFields).meta({ id: 'MeterCounted' });

export const meterListed = z.object(meterFields).meta({ id: 'MeterListed' });
export type MeterListed = ShapeOf<typeof meterListed>;

export const meter = z
  .object({
    ...meterFields,
    backfill: z
      .object({
        status: z.enum(['running', 'complete']),
        hoursDone: z.int().min(0),
        hoursTotal: z.int().min(0),
      })
      .meta({
        description:
          'How many of the hours that hold events it counts already; new events count from the start.',
      }),
  })
  .meta({
    id: 'Meter',
    examples: [
      {
        key: 'download_bytes',
        eventType: 'download',
        aggregation: 'sum',
        value: 'bytes',
        dimensions: ['format'],
        filter: { status: ['200', '206'] },
        backfill: { status: 'running', hoursDone: 612, hoursTotal: 744 },
      },
    ],
  });
export type MeterAnswer = ShapeOf<typeof meter>;

export const meterList = z
  .object({ meters: z.array(meterListed) })
  .meta({ id: 'MeterList', description: 'All meters, by key; there are at most 100.' });
