import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import {
  cursorText,
  decimalText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';

export const unbilledReason = z
  .enum(['no-payer', 'no-plan', 'no-charge', 'too-late', 'unreadable', 'waiting'])
  .meta({
    id: 'UnbilledReason',
    description: [
      '`no-payer`: no customer lists the subject, and there is no default plan.',
      '`no-plan`: no plan was in force for the payer then.',
      '`no-charge`: no charge of the plan is for it.',
      '`too-late`: it came when no open month reached back to its own any more.',
      '`unreadable`: the meter found no value that it can read.',
      '`waiting`: the month is due, and a run or a person has not closed it.',
    ].join(' '),
  });

const place = {
  subject: textUpTo(1_024).optional().meta({
    description:
      'Left out where it is a customer’s of several subjects, and the books do not say whose.',
  }),
  customer: payerKey
    .optional()
    .meta({ description: 'Who would pay; left out where nobody would.' }),
  meter: z.string().min(1).max(128),
  reason: unbilledReason,
  quantity: decimalText,
  events: z.int().min(0).optional().meta({
    description: 'Left out where neither totals nor the books say how many events that were.',
  }),
};

export const unbilledRow = z
  .object({
    ...place,
    period: monthText,
    accepted: z
      .object({ reason: z.string(), by: z.string(), at: instant })
      .optional()
      .meta({ description: 'Who left it so, by the id of the key, and why.' }),
  })
  .meta({
    id: 'UnbilledUsage',
    examples: [
      {
        subject: 'reader-7',
        meter: 'views',
        period: '2026-01',
        reason: 'no-payer',
        quantity: '12',
        events: 12,
      },
    ],
  });

export const unbilledList = z
  .object({ rows: z.array(unbilledRow), nextCursor })
  .meta({ id: 'UnbilledList' });
export type UnbilledRowAnswer = ShapeOf<typeof unbilledRow>;

export const unbilledParameters = z.strictObject({
  period: monthText,
  limit: wholeNumberText({ min: 1, max: 1_000 }).optional(),
  cursor: cursorText.optional(),
});

export const usageSumsParameters = z.strictObject({
  period: monthText,
  cursor: cursorText.optional(),
});

const usageSums = z
  .object({
    meter: z.string().min(1).max(128),
    used: decimalText.meta({
      description: 'By the totals; what two charges are for counts twice.',
    }),
    billed: decimalText.meta({ description: 'By documents, as the books have it.' }),
    toBill: decimalText.meta({ description: 'By the next document, in addition.' }),
    listed: decimalText.meta({ description: 'On the list of what is not billed.' }),
  })
  .meta({
    id: 'UsageSums',
    examples: [{ meter: 'views', used: '112', billed: '100', toBill: '0', listed: '12' }],
  });

export const usageSumsList = z
  .object({ sums: z.array(usageSums), nextCursor })
  .meta({ id: 'UsageSumsList' });

export const acceptUnbilledBody = z
  .strictObject({
    period: monthText,
    reason: textUpTo(1_000).meta({ description: 'Why it stays unbilled; kept, with the key.' }),
    rows: z.array(z.strictObject(place)).min(1).max(100).meta({
      description: 'As they were listed. Each is accepted in this quantity, and no more.',
    }),
  })
  .meta({
    id: 'AcceptUnbilledRequest',
    examples: [
      {
        period: '2026-01',
        reason: 'our own tests',
        rows: [
          { subject: 'reader-7', meter: 'views', reason: 'no-payer', quantity: '12', events: 12 },
        ],
      },
    ],
  });

export const unbilledAccepted = z
  .object({ period: monthText, accepted: z.int() })
  .meta({ id: 'UnbilledAccepted' });
