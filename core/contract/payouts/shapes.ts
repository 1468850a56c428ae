import * as z from 'zod';
import { decimalText, type ShapeOf, textUpTo } from '../shapes.ts';

const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD');

export const leftOutWhys = ['below-threshold', 'no-method', 'other-currency', 'below-fee'] as const;
export type LeftOutReason = (typeof leftOutWhys)[number];

export const withoutWhys = ['method-changed', 'fell-below'] as const;
export type WithoutReason = (typeof withoutWhys)[number];

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
          'A payout, by its id or its reference; or a run, by its id: all in it that is under way.',
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
