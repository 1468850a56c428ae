import * as z from 'zod';
import { amount, day } from '../invoices/line-shapes.ts';
import {
  cursorText,
  decimalText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import { shownMethod } from './method-shapes.ts';
import { rail } from './settings-shapes.ts';

const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD');

export const payoutRunId = z
  .string()
  .min(1)
  .max(40)
  .meta({ description: 'A run, by its id.', examples: ['FR-4N81Q3M3WY46S8CMV1G'] });

/** What `POST /v1/payout-runs` takes. */
export const payoutRunBody = z
  .strictObject({
    rail,
    payOn: dayText.optional().meta({
      description: 'When the bank is to pay; the next day on which banks settle where left out.',
    }),
    payees: z.array(payeeKey).min(1).max(500).optional().meta({ description: 'These alone.' }),
    after: payeeKey.optional().meta({
      description: 'Only payees past this one: `next` of the run before.',
    }),
  })
  .meta({ id: 'PayoutRunBody', examples: [{ rail: 'sepa' }] });

/** The query of `GET /v1/payout-runs/proposal`. */
export const payoutProposalParameters = z.strictObject({
  rail,
  payOn: dayText.optional(),
  payees: z
    .string()
    .max(4000)
    .optional()
    .meta({ description: 'These alone: their keys, separated by commas.' }),
  after: payeeKey.optional().meta({ description: 'Only payees past this one.' }),
});

export const leftOutWhys = [
  'below-threshold',
  'no-method',
  'other-currency',
  'below-fee',
  'came-back',
] as const;
export type LeftOutReason = (typeof leftOutWhys)[number];

export const withoutWhys = ['method-changed', 'fell-below', 'came-back'] as const;
export type WithoutReason = (typeof withoutWhys)[number];

const sums = z.array(
  z.object({
    currency: z.string(),
    count: z.int(),
    amount: amount.meta({ description: 'What payees have less to come, fees included.' }),
    fees: amount,
  }),
);

const runHead = {
  id: payoutRunId,
  rail,
  status: z.enum(['prepared', 'approved', 'submitting', 'submitted', 'done', 'cancelled']).meta({
    description:
      '`approved`: by another key. `submitting`: it is gone on with when it is submitted again. `submitted`: all in it has left payees’ balances. `done`: all of it is settled or has come back.',
  }),
  payOn: day.optional().meta({ description: 'From `submitted` on: when the bank is to pay.' }),
  count: z.int().meta({ description: 'How many items it was prepared with.' }),
  sums: sums.meta({ description: 'As it was prepared.' }),
  madeBy: z.string().meta({ description: 'The key that prepared it, or `schedule`.' }),
  madeAt: instant,
  approvedBy: z.string().optional(),
  approvedAt: instant.optional(),
  submittedAt: instant.optional(),
  leftOut: z.record(z.string(), z.int()).meta({
    description: 'How many payees were left out as it was prepared, by why.',
  }),
  next: payeeKey.optional().meta({
    description: 'There were more than one run takes: ask for the next with this as `after`.',
  }),
};

export const payoutRun = z
  .object({
    ...runHead,
    without: z
      .array(
        z.object({
          payee: payeeKey,
          currency: z.string(),
          amount,
          why: z.enum(withoutWhys).meta({
            description:
              '`method-changed`: it is paid by another since. `fell-below`: less is payable by now. `came-back`: a payout by the same method came back meanwhile.',
          }),
        }),
      )
      .meta({ description: 'What was prepared, and left out as it was submitted.' }),
    states: z
      .object({ inTransit: z.int(), settled: z.int(), returned: z.int() })
      .optional()
      .meta({ description: 'How many payouts are under way, settled, or came back.' }),
  })
  .meta({ id: 'PayoutRun' });
export type PayoutRunAnswer = Unchanged<ShapeOf<typeof payoutRun>>;

export const payoutRunList = z
  .object({ runs: z.array(z.object(runHead)), nextCursor })
  .meta({ id: 'PayoutRunList', description: 'A page of the runs, the latest first.' });

const payoutItem = z
  .object({
    payout: z.string().meta({ description: 'What the document is called in the books.' }),
    reference: z.string().meta({ description: 'What banks call it, there and back.' }),
    payee: payeeKey,
    currency: z.string(),
    amount: amount.meta({ description: 'What the payee has less to come.' }),
    fee: amount,
    paidBy: shownMethod,
    status: z.enum(['prepared', 'left-out', 'in-transit', 'settled', 'returned']),
    settledOn: day.optional(),
    returnedOn: day.optional(),
    reason: z.string().optional().meta({ description: 'Why it came back.' }),
  })
  .meta({ id: 'PayoutItem' });

export const payoutProposal = z
  .object({
    rail,
    count: z.int(),
    sums,
    items: z
      .array(z.object({ payee: payeeKey, currency: z.string(), amount, fee: amount }))
      .meta({ description: 'The first 200.' }),
    leftOut: z
      .array(
        z.object({
          payee: payeeKey,
          currency: z.string(),
          amount: amount.meta({ description: 'What is payable now.' }),
          why: z.enum(leftOutWhys),
        }),
      )
      .meta({ description: 'The first 200 to whom anything is payable.' }),
    next: payeeKey.optional(),
  })
  .meta({ id: 'PayoutProposal', description: 'What a run would pay; nothing was prepared.' });

export const runListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 50 }).optional(),
  cursor: cursorText.optional(),
});

export const itemListParameters = z.strictObject({ cursor: cursorText.optional() });

export const payoutItemList = z
  .object({ payouts: z.array(payoutItem), nextCursor })
  .meta({ id: 'PayoutItemList', description: 'A page of 100 payouts of a run, by their payees.' });

export const payoutName = z
  .string()
  .min(1)
  .max(80)
  .meta({
    description: 'A payout, by its id or its reference.',
    examples: ['FP-0NVMXMD4VPV0VMRWYXQ6N3X1T'],
  });

/** A payout, as the books have it. */
export const payout = z
  .object({
    payout: z.string().meta({ description: 'What the document is called in the books.' }),
    reference: z.string().meta({ description: 'What banks call it, there and back.' }),
    run: payoutRunId,
    rail,
    payee: payeeKey,
    currency: z.string(),
    amount: amount.meta({ description: 'What the payee had less to come.' }),
    fee: amount,
    day: day.meta({ description: 'When it was taken from what is owed.' }),
    status: z.enum(['in-transit', 'settled', 'returned']),
    settledOn: day.optional(),
    returnedOn: day.optional(),
    reason: z.string().optional().meta({ description: 'Why it came back.' }),
  })
  .meta({ id: 'Payout' });

/** What `POST /v1/payouts/outcomes` takes. */
export const payoutOutcomeBody = z
  .strictObject({
    kind: z.enum(['settled', 'returned']).meta({
      description:
        '`settled`: the money has gone out. `returned`: it came back, or the bank has refused to pay it.',
    }),
    of: z
      .string()
      .min(1)
      .max(80)
      .meta({
        description:
          'A payout, by its id or its reference; or a run, by its id: all in it that is under way; with `-EUR`, all of that in euro.',
        examples: ['FP-0NVMXMD4VPV0VMRWYXQ6N3X1T'],
      }),
    reference: textUpTo(140).meta({
      description: 'The rail’s own word for it, such as the name of the entry of a statement.',
    }),
    on: dayText.meta({ description: 'The day of it.' }),
    amount: decimalText.optional().meta({
      description: 'What was paid, without charges: refused where it is another.',
    }),
    reason: textUpTo(140)
      .optional()
      .meta({ description: 'Why it came back.', examples: ['AC04'] }),
  })
  .meta({ id: 'PayoutOutcomeBody' });
export type PayoutOutcomeBody = ShapeOf<typeof payoutOutcomeBody>;

export const toldPayouts = z
  .object({
    payouts: z
      .array(z.object({ payout: z.string(), status: z.enum(['settled', 'returned']) }))
      .meta({ description: 'The first 100 that it was told of.' }),
    count: z.int(),
  })
  .meta({ id: 'ToldPayouts' });

export const payoutXml = z.string().meta({
  id: 'PayoutFile',
  description: 'pain.001.001.09, in UTF-8.',
});
