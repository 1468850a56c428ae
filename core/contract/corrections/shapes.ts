import * as z from 'zod';
import { backfillName } from '../backfills/names.ts';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';

export const correctionId = z.string().min(1).max(64);
const reason = textUpTo(500).meta({ description: 'Kept with each event that is corrected.' });
export const meterKey = z.string().min(1).max(128);

const namedEvent = z.strictObject({
  source: textUpTo(1_024),
  id: textUpTo(1_024),
  time: instant.meta({ description: 'Of the event, to its minute.' }),
  subject: textUpTo(1_024)
    .optional()
    .meta({ description: 'Only where two events of that minute have the same name.' }),
});

export const named = z.array(namedEvent).min(1).max(100);

export const filter = z
  .strictObject({
    from: instant,
    to: instant.meta({ description: 'Not counted itself; 400 days after `from` at most.' }),
    type: textUpTo(1_024).optional(),
    source: textUpTo(1_024).optional(),
    backfill: backfillName
      .optional()
      .meta({ description: 'Only events that this backfill job has written.' }),
    meter: meterKey.optional().meta({ description: 'Only events that this meter reads.' }),
    subjects: z.array(textUpTo(1_024)).min(1).max(100).optional(),
    data: z
      .record(z.string().min(1).max(256), z.array(z.string().max(1_024)).min(1).max(100))
      .optional()
      .meta({
        description:
          'Of each field of the data, by name or JSON Pointer, the values of which one must match, as text.',
      }),
  })
  .meta({ id: 'EventFilter' });

export const amendment = z
  .strictObject({
    type: textUpTo(1_024).optional(),
    data: z.record(z.string(), z.unknown()).optional().meta({
      description: 'A merge patch (RFC 7396) of the data: `null` takes a field away.',
    }),
  })
  .meta({ id: 'Amendment', examples: [{ data: { bytes: 5120 } }] });

const asked = {
  reason,
  events: named.optional(),
  where: filter.optional(),
  amend: amendment.optional().meta({
    description: 'What the events say instead. Left out, they are taken out.',
  }),
};
type Where = z.infer<typeof filter> | undefined;
type Amend = z.infer<typeof amendment> | undefined;

const isNarrow = ({ where }: { readonly where?: Where }): boolean =>
  where === undefined ||
  [where.type, where.source, where.backfill, where.meter, where.subjects].some(
    (one) => one !== undefined,
  );
const narrow = {
  message: 'name a type, a source, a backfill job, a meter or subjects',
  path: ['where'],
};

const saysWhat = ({ amend }: { readonly amend?: Amend }): boolean =>
  amend === undefined || amend.type !== undefined || amend.data !== undefined;
const sayWhat = { message: 'say what the events are to be: a type, or data', path: ['amend'] };

export const correctionRequest = z
  .strictObject(asked)
  .refine(({ events, where }) => (events === undefined) !== (where === undefined), {
    message: 'name events, or say where they are: one of the two',
    path: ['events'],
  })
  .refine(isNarrow, narrow)
  .refine(saysWhat, sayWhat)
  .meta({
    id: 'CorrectionRequest',
    examples: [
      {
        reason: 'our own crawler',
        events: [{ source: 'urn:my-site', id: 'view-1', time: '2026-10-14T10:00:00Z' }],
      },
    ],
  });

export const correctionDryRunRequest = z
  .strictObject({
    ...asked,
    takesBack: correctionId.optional().meta({
      description: 'In place of events: the id of a correction, to see what taking it back does.',
    }),
  })
  .refine(
    ({ events, where, takesBack }) =>
      [events, where, takesBack].filter((one) => one !== undefined).length === 1,
    {
      message: 'name events, or say where they are, or which correction is taken back: one of them',
      path: ['events'],
    },
  )
  .refine(({ takesBack, amend }) => takesBack === undefined || amend === undefined, {
    message: 'leave it out: what is taken back is as it was',
    path: ['amend'],
  })
  .refine(isNarrow, narrow)
  .refine(saysWhat, sayWhat)
  .meta({
    id: 'CorrectionDryRunRequest',
    examples: [
      {
        reason: 'our own crawler',
        events: [{ source: 'urn:my-site', id: 'view-1', time: '2026-10-14T10:00:00Z' }],
      },
      { reason: 'it was a reader after all', takesBack: 'c0f3k2p0qd1f9a3c' },
    ],
  });

export const takeBackRequest = z
  .strictObject({ reason })
  .meta({ id: 'TakeBackRequest', examples: [{ reason: 'it was a reader after all' }] });

export const correction = z
  .object({
    id: correctionId,
    status: z.enum(['running', 'done', 'taking-back', 'taken-back']).meta({
      description: 'While it runs, it goes on by itself, in steps.',
    }),
    does: z.enum(['void', 'amend']),
    reason: z.string(),
    by: z.string().meta({ description: 'The id of the key that asked.' }),
    at: instant,
    events: named.optional(),
    where: filter.optional(),
    amend: amendment.optional(),
    corrected: z.int().meta({ description: 'Events so far.' }),
    charged: z.int().meta({
      description: 'Events that fit and were left: those of charges and captures.',
    }),
    unchanged: z.int().meta({
      description: 'Events that fit and were left, as they say so already, or would be too large.',
    }),
    settled: z.int().optional().meta({
      description:
        'Events that fit and were left: later months may stand on levels that they are part of.',
    }),
    takenBack: z
      .object({
        ...{ reason: z.string(), by: z.string(), at: instant, restored: z.int() },
        settled: z
          .int()
          .optional()
          .meta({ description: 'Left as they are, as they became so old.' }),
      })
      .optional(),
  })
  .meta({
    id: 'Correction',
    examples: [
      {
        id: 'c0f3k2p0qd1f9a3c',
        status: 'done',
        does: 'void',
        reason: 'our own crawler',
        by: 'key-1',
        at: '2026-11-03T00:00:00Z',
        events: [{ source: 'urn:my-site', id: 'view-1', time: '2026-10-14T10:00:00Z' }],
        ...{ corrected: 1, charged: 0, unchanged: 0 },
      },
    ],
  });
export type CorrectionAnswer = ShapeOf<typeof correction>;
export type CorrectionBody = ShapeOf<typeof correctionRequest>;
export type CorrectionDryRunBody = ShapeOf<typeof correctionDryRunRequest>;

export const correctionList = z
  .object({ corrections: z.array(correction), nextCursor })
  .meta({ id: 'CorrectionList' });

export const correctionParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 100 }).optional(),
  cursor: cursorText.optional(),
});
