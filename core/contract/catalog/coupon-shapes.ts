import * as z from 'zod';
import { itemKey } from './plan-shapes.ts';
import { money, percentage } from './tier-shapes.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01');

const coupon = z
  .strictObject({
    key: itemKey.meta({ description: 'Its name; no other coupon of the customer has it.' }),
    percentOff: percentage.optional().meta({
      description:
        'What it takes off, in percent, as a string: above 0, at most 100, at most 10 places. This or `amountOff`.',
      examples: ['20'],
    }),
    amountOff: money('What it takes off a month, at most what there is.').optional(),
    from: day.meta({
      description: 'The first day on which it counts, by the customer’s calendar.',
      examples: ['2026-01-01'],
    }),
    until: day.optional().meta({
      description:
        'The first day on which it does not count any more. With neither it nor `months`, it has no end.',
      examples: ['2026-04-01'],
    }),
    months: z.int().min(1).max(1_200).optional().meta({
      description: 'In place of `until`: for so many months from its first day on.',
    }),
    charges: z.array(itemKey).min(1).max(100).optional().meta({
      description:
        'Of what it takes off: charges of the plan, by their keys. Without these and `fees`, of all that a month costs.',
    }),
    fees: z
      .array(itemKey)
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Of what it takes off: fixed fees of the plan, by their keys.' }),
  })
  .meta({
    id: 'Coupon',
    description:
      'What is taken off, from a day on, of what a customer’s months cost. A trial is one of 100 percent.',
    examples: [{ key: 'welcome', percentOff: '20', from: '2026-01-01', months: 3 }],
  });

export const coupons = z.array(coupon).max(100).optional().meta({
  description:
    'What is taken off its months, coupon by coupon in this order. What counted in a closed month can be changed no more.',
});
export type CouponBody = z.output<typeof coupon>;
