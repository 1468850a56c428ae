import * as z from 'zod';
import { obstacle } from '../invoices/document-shapes.ts';
import { amount } from '../invoices/line-shapes.ts';
import { instant, monthText, type ShapeOf, type Unchanged } from '../shapes.ts';
import { couponWarnings, customer, customerChangeParameters, tenure } from './customer-shapes.ts';
import { planKey } from './plan-shapes.ts';

const monthTerms = z
  .object({
    start: instant,
    end: instant.meta({ description: 'Exclusive.' }),
    timezone: z.string(),
    plans: z
      .array(z.object({ plan: planKey, effectiveFrom: z.string(), start: instant, end: instant }))
      .meta({
        description: 'The versions of plans that price it, each with its part of the month.',
      }),
    currency: z.string().optional(),
    ratedAmount: z.string().optional().meta({
      description:
        'What its charges come to by what is used so far, without tax and what is carried: up to 24 places.',
    }),
    total: amount.optional().meta({
      description: 'Of an open month: what a preview of it shows, tax and all else with it.',
    }),
    obstacle: obstacle.optional().meta({ description: 'Why a run would set the month aside.' }),
    unpriced: z.string().optional().meta({ description: 'Why nothing prices the month.' }),
  })
  .meta({ id: 'MonthTerms' });
export type MonthTermsAnswer = Unchanged<ShapeOf<typeof monthTerms>>;

const dryRunMonth = z
  .object({
    period: monthText,
    closedBy: z
      .object({ id: z.string(), number: z.string().optional() })
      .optional()
      .meta({ description: 'Where it is closed: then only usage that comes late counts.' }),
    changes: z.boolean().meta({ description: 'Whether `after` is another than `before`.' }),
    repricesFrom: instant.optional().meta({
      description:
        'Of an open month, where its plans change for days that have begun: from then on. What was charged there before it was used keeps its price, and the invoice goes by the new one.',
    }),
    before: monthTerms.optional().meta({ description: 'Left out where it is not billed.' }),
    after: monthTerms.optional().meta({ description: 'Left out where it is not billed.' }),
  })
  .meta({ id: 'DryRunMonth' });
export type DryRunMonthAnswer = Unchanged<ShapeOf<typeof dryRunMonth>>;

export const customerDryRun = z
  .object({
    dryRun: z.literal(true),
    outcome: z.enum(['created', 'replaced', 'kept']),
    customer: customer.meta({ description: 'As it would be.' }),
    warnings: couponWarnings,
    comes: z.array(tenure).meta({
      description:
        'Subjects that it would pay for, from when until when, and does not pay for now.',
    }),
    goes: z.array(tenure).meta({
      description: 'Subjects that it would not pay for any more from then on.',
    }),
    months: z.array(dryRunMonth).meta({
      description:
        'Every month that a sweep could still bill something of, and the one that goes on, oldest first: the latest twelve.',
    }),
    olderMonths: z.int().optional().meta({
      description: 'So many months before those are not shown.',
    }),
  })
  .meta({
    id: 'CustomerDryRun',
    description: 'What a change of a customer would do; nothing is changed.',
  });
export type CustomerDryRunAnswer = Unchanged<ShapeOf<typeof customerDryRun>>;

export const customerPutParameters = z.strictObject({
  ...customerChangeParameters.shape,
  dryRun: z.enum(['true', 'false']).optional().meta({
    description:
      'With `true`, the answer is what the change would do to each month, and nothing is changed. It is refused as the change would be.',
  }),
});
