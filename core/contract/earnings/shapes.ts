import * as z from 'zod';
import {
  cursorText,
  decimalText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';

const amount = z.string().meta({
  description: 'In major units, to the nano.',
  examples: ['0.819'],
});

const payeeBalance = z
  .object({
    currency: z.string(),
    payable: amount.meta({
      description:
        'What is owed: `opening` + `earned` + `claimed` - `paidOut`. Below zero where more was paid out than was earned in the end.',
    }),
    opening: amount.meta({ description: 'What was owed with the last statement.' }),
    earned: amount.meta({ description: 'Earned since, less what was taken back.' }),
    claimed: amount.meta({ description: 'Moved here from other keys since, less what was moved.' }),
    paidOut: amount.meta({ description: 'Paid out since, less what came back.' }),
    inTransit: amount.meta({ description: 'Paid out, and not settled by its rail yet.' }),
    statements: z.int().meta({ description: 'How many statements there are.' }),
    period: monthText.optional().meta({ description: 'The month of the last statement.' }),
  })
  .meta({ id: 'PayeeBalance' });

export const payeeBalances = z
  .object({
    payee: payeeKey,
    balances: z.array(payeeBalance).meta({ description: 'By currency: nothing is converted.' }),
  })
  .meta({ id: 'PayeeBalances' });
export type PayeeBalancesAnswer = Unchanged<ShapeOf<typeof payeeBalances>>;

/** What `POST /v1/payees/{key}/claims` takes. */
export const claimBody = z
  .strictObject({
    from: textUpTo(220).meta({
      description: 'The key that it stands under, as `GET /v1/accounts?payee=` takes it.',
    }),
    currency: z.string().regex(/^[A-Z]{3}$/, 'name a currency of ISO 4217, such as EUR'),
    amount: decimalText.optional().meta({ description: 'All that waits there where left out.' }),
    reason: textUpTo(400),
  })
  .meta({
    id: 'WaitingClaimBody',
    examples: [{ from: 'ada-l', currency: 'EUR', reason: 'the same person' }],
  });

export const claimed = z
  .object({ id: z.string(), payee: payeeKey, from: z.string(), currency: z.string(), amount })
  .meta({ id: 'WaitingClaim', description: 'A claim, as the books have it.' });

export const payeeDocumentParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 100 })
    .optional()
    .meta({ description: 'Documents on a page; 50 where left out.' }),
  cursor: cursorText.optional(),
});

const payeeDocument = z
  .object({
    id: z.string(),
    kind: z.enum([
      ...['share', 'share-reversal', 'payee-statement'],
      ...['payout', 'payout-settlement', 'payout-return', 'claim'],
    ] as const),
    currency: z.string(),
    date: z.string().meta({
      description: 'The day on which it counts, `YYYY-MM-DD`, in the seller’s time zone.',
    }),
    recordedAt: instant,
    amount: amount.meta({
      description: 'By how much more is owed with it; below zero where it is less.',
    }),
    number: z.string().optional(),
    period: monthText.optional(),
    run: z.string().optional().meta({ description: 'Of a payout: the run that it is of.' }),
    payout: z.string().optional().meta({ description: 'Of what settles or returns one: its id.' }),
    from: z.string().optional().meta({ description: 'Of a claim: the key that it stood under.' }),
    rail: z.string().optional(),
    reference: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'PayeeDocument' });
export type PayeeDocumentAnswer = Unchanged<ShapeOf<typeof payeeDocument>>;

export const payeeDocumentList = z
  .object({ documents: z.array(payeeDocument), nextCursor })
  .meta({ id: 'PayeeDocumentList' });

const exact = z.string().meta({
  description: 'Exact, to 24 places, in major units and without tax.',
  examples: ['0.07'],
});

const shareSums = z
  .object({
    currency: z.string(),
    amount: exact.meta({ description: 'What was shared, and what nobody has a share in.' }),
    payees: exact.meta({ description: 'What payees have of it.' }),
    platform: exact.meta({ description: 'What shares leave to you.' }),
    unshared: exact.meta({ description: 'What no share is of.' }),
  })
  .meta({ id: 'ShareSums', description: '`payees`, `platform` and `unshared` are `amount`.' });

export const shareMonth = z
  .object({
    period: monthText,
    state: z.enum(['due', 'under-way', 'done']).meta({
      description:
        '`due`: something has changed that is not posted yet; `under-way`: it is added up and posted; `done`: nothing is left to do.',
    }),
    waitsFor: z.string().optional().meta({
      description: 'What has to come first, where it is not done.',
    }),
    asOf: z
      .int()
      .optional()
      .meta({ description: 'All of the books up to this block is in what was added up last.' }),
    doneAt: instant.optional(),
    sums: z.array(shareSums).meta({
      description:
        'Of all payers together, by currency, as added up last; none while it is under way.',
    }),
    payers: z.int().meta({ description: 'How many payers’ months were added up.' }),
    refused: z.int().meta({
      description:
        'How many of them could not be shared when they were looked at last, as too many values, or payees, are told apart. What they were worth before is in the sums.',
    }),
    payees: z.int().meta({ description: 'How many payees have anything in them.' }),
    posted: z.int().meta({ description: 'How many documents came of it.' }),
    statements: z
      .object({
        state: z.enum(['under-way', 'done']),
        begunAt: instant,
        doneAt: instant.optional(),
        made: z.int().meta({ description: 'How many statements of the month there are.' }),
        waiting: z.int().meta({
          description: 'On how many accounts more came meanwhile: it is on their next statement.',
        }),
      })
      .optional()
      .meta({ description: 'Where payees are told of it; left out before that.' }),
  })
  .meta({ id: 'ShareMonth', description: 'A month in which payees earn.' });
export type ShareMonthAnswer = Unchanged<ShapeOf<typeof shareMonth>>;

export const shareMonthList = z
  .object({ months: z.array(shareMonth) })
  .meta({ id: 'ShareMonthList', description: 'All of them, by month.' });

export const shareRunBody = z
  .strictObject({ period: monthText })
  .meta({ id: 'ShareRunBody', examples: [{ period: '2026-10' }] });
