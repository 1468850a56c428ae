import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { passState } from '../passes/pass-state.ts';
import { decimalText, instant, monthText, type ShapeOf, type Unchanged } from '../shapes.ts';
import { budgetKey, currencyCode, exactMoney, idempotency, priced } from './shapes.ts';

const every = z
  .enum(['day', 'week', 'month', 'ever'])
  .meta({ description: 'By the payer’s days; weeks begin on Mondays.' });

export const amountLimit = z.strictObject({
  amount: decimalText.meta({ description: 'With tax, at most 9 places.', examples: ['1.00'] }),
  currency: currencyCode,
});
const unitLimit = z.strictObject({
  units: decimalText.meta({ examples: ['100'] }),
  meter: meterKey,
});
const limit = z
  .union([amountLimit, unitLimit], { error: 'give amount and currency, or units and meter' })
  .meta({ description: 'Money, or units of a meter.' });

export const budgetBody = z
  .strictObject({
    limit,
    every,
    meter: meterKey.optional().meta({
      description: 'Only what is used of it counts. Of units, that of the limit.',
    }),
    hard: z.boolean().optional().meta({
      description:
        '`true` (the default): what exceeds it is refused. `false`: it is only told how far it is used.',
    }),
    idempotency,
  })
  .meta({
    id: 'BudgetRequest',
    examples: [{ limit: { amount: '1.00', currency: 'EUR' }, every: 'day', hard: true }],
  });
export type BudgetBody = ShapeOf<typeof budgetBody>;

export const budgetRemovalBody = z
  .strictObject({ idempotency })
  .meta({ id: 'BudgetRemovalRequest', examples: [{}] });

const budgetFields = {
  key: budgetKey,
  limit: z.union([
    z.object({ amount: z.string(), currency: z.string() }),
    z.object({ units: z.string(), meter: z.string() }),
  ]),
  every,
  meter: z.string().optional(),
  hard: z.boolean(),
} as const;

export const budget = z.object(budgetFields).meta({ id: 'Budget' });
export type BudgetAnswer = Unchanged<ShapeOf<typeof budget>>;

export const budgetRemoved = z.object({ key: budgetKey }).meta({ id: 'BudgetRemoved' });

const budgetState = z
  .object({
    ...budgetFields,
    used: z.string().meta({
      description: 'In the current interval, with what is not asked for here: money or units.',
    }),
    held: z.string().meta({ description: 'The most that open holds can come to.' }),
    left: z.string().meta({ description: 'The limit less both; "0" where it is exceeded.' }),
    resetsAt: instant.optional().meta({ description: 'When the next interval begins.' }),
  })
  .meta({ id: 'BudgetState' });

export const spendParameters = z.strictObject({
  period: monthText.optional().meta({
    description:
      'The month of the payer that `captured`, `ungated` and `lines` are of: the current one where left out, or one of the last 13. What is held, budgets and the wallet are as they are now.',
  }),
});

const spendLine = z.object({
  plan: z.string(),
  charge: z.string().meta({ description: 'The charge of the plan, by its key.' }),
  from: instant.meta({
    description: 'When the part of the month begins over which the charge stays as it is.',
  }),
  quantity: z.string(),
  ...priced,
  passes: exactMoney.optional().meta({
    description:
      'What passes change of it, without tax: the invoice has it as a line of the kind `pass`. Left out where they cover none of it.',
  }),
});

export const payerSpend = z
  .object({
    payer: z.string(),
    currency: z.string(),
    month: z
      .string()
      .meta({ description: 'The month that was asked for, or the current one, `YYYY-MM`.' }),
    monthCurrency: z.string().optional().meta({
      description:
        'That of `captured` and `lines`, where the payer had a plan in another currency then.',
    }),
    captured: exactMoney.meta({
      description: 'What was charged in it, with tax, and what passes covered.',
    }),
    covered: exactMoney.optional().meta({
      description: 'What passes covered of it, with tax. Left out where they covered nothing.',
    }),
    lines: z.array(spendLine).meta({
      description:
        'What was charged, by the usage line of the invoice that it is on: with what was used besides, they add up to it.',
    }),
    held: exactMoney.meta({ description: 'The most that open holds can come to, with tax.' }),
    ungated: exactMoney.meta({
      description: 'What was used in it without being asked for here, with tax.',
    }),
    asOf: instant.meta({ description: '`ungated` counts what was accepted up to then.' }),
    openHolds: z.int().min(0),
    unreported: z.record(z.string(), z.string()).meta({
      description: 'Units of leases that ended and were never reported, by meter.',
    }),
    budgets: z.array(budgetState),
    threshold: z.object({ amount: exactMoney, currency: z.string() }).optional().meta({
      description: 'Up to so much for one thing is paid without asking; left out where it is 0.',
    }),
    passes: z.array(passState).meta({
      description: 'Those that have not ended, in the order in which they are used.',
    }),
    wallet: z
      .object({ available: exactMoney, held: exactMoney })
      .nullable()
      .meta({ description: 'What can be spent of it, and what holds keep. Null without one.' }),
  })
  .meta({ id: 'PayerSpend', description: 'What a payer has spent, holds, and has left.' });
export type PayerSpendAnswer = Unchanged<ShapeOf<typeof payerSpend>>;
