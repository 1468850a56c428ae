import * as z from 'zod';
import { planCurrency } from '../catalog/plan-shapes.ts';
import { amount } from '../invoices/line-shapes.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';
import { productCode as code, dimension } from './rail-shape.ts';

const account = z
  .string()
  .regex(/^\d{12}$/, 'give the twelve digits of an AWS account')
  .meta({ description: 'The AWS account that buys.', examples: ['845735284135'] });
const license = z
  .string()
  .max(2_048)
  .regex(/^(?:arn:)?aws[\w-]*:license-manager:[!-~]*l-[0-9a-z]+$/, 'give the ARN of a license')
  .meta({
    description: 'The ARN of the license. Older products have none.',
    examples: ['arn:aws:license-manager::294406891311:license:l-ecbaa94eb71a4830b6d7e49268fecaa0'],
  });

const productDimension = z.strictObject({
  name: dimension,
  unit: z.string().meta({
    description: 'What one unit costs there, in whole minor units.',
    examples: ['0.01'],
  }),
  charges: z
    .array(textUpTo(128))
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'Charges of plans that are reported by it. One dimension has all others.',
      examples: [['storage']],
    }),
});

export const productBody = z
  .strictObject({
    code,
    currency: planCurrency,
    dimensions: z.array(productDimension).min(1).max(10),
    url: z.string().max(2_000).optional().meta({
      description:
        'Of a program that plays AWS Marketplace, on the machine of a local stack. Elsewhere refused.',
    }),
  })
  .meta({ id: 'MarketplaceProductBody' });

export const subscriptionBody = z
  .strictObject({
    token: z.string().min(1).max(4_096).optional().meta({
      description:
        'What AWS sends a buyer with, as `x-amzn-marketplace-token`. It is resolved once, and not kept.',
      writeOnly: true,
    }),
    product: code.optional(),
    account: account.optional(),
    license: license.optional(),
  })
  .meta({
    id: 'SubscriptionBody',
    description:
      'The token; or, where that was resolved elsewhere, `product`, `account` and `license`.',
  });

export const endBody = z
  .strictObject({
    at: instant.optional().meta({ description: 'When AWS has said so; now where left out.' }),
  })
  .meta({ id: 'SubscriptionEndBody' });

const units = z.string().meta({ description: 'A whole number of units.', examples: ['1250'] });

const line = z.object({
  dimension,
  units,
  status: z
    .enum(['pending', 'accepted', 'not-subscribed', 'duplicate', 'too-late', 'unclear'])
    .meta({
      description:
        '`pending`: it is told again. `accepted`: AWS bills it. `not-subscribed`: nobody was, so AWS does not. `duplicate`: AWS has another quantity of that hour, from elsewhere. `too-late`: AWS takes it no more; with `again`, a later hour has it. `unclear`: nobody found out whether AWS has it.',
    }),
  record: z.string().optional().meta({ description: 'What AWS calls it.' }),
  reason: z.string().optional().meta({ description: 'Why not, in AWS’s words.' }),
  again: z.literal(true).optional(),
});

const report = z
  .object({
    hour: instant.meta({ description: 'When the hour begins.' }),
    at: instant.meta({ description: 'What AWS was told as its time.' }),
    list: z.enum(['rest', 'gap']).optional().meta({
      description:
        'AWS was not told of it: what was used after the end, or before the customer subscribed anew.',
    }),
    account,
    license: license.optional(),
    attempts: z.int().meta({ description: 'How often AWS was told.' }),
    lines: z.array(line),
  })
  .meta({ id: 'HourReport', description: 'What AWS was told of an hour of a customer.' });

export const subscription = z
  .object({
    customer: z.string(),
    product: code,
    account,
    license: license.optional(),
    status: z.enum(['active', 'ending', 'ended']).meta({
      description: '`ending`: what was used last is being reported, within the hour.',
    }),
    since: monthText.meta({ description: 'The first month whose usage AWS is told of.' }),
    boundAt: instant,
    endedAt: instant.optional(),
    dimensions: z.array(
      z.object({
        dimension,
        reported: units.meta({ description: 'Units that are in a report, or on a list.' }),
        accepted: units.meta({ description: 'Units that AWS has accepted.' }),
        acceptedAmount: amount,
      }),
    ),
    currency: planCurrency,
    open: z.array(report).meta({ description: 'Reports of which AWS is still told.' }),
    unbooked: amount.meta({ description: 'What of it the books will have once its day is over.' }),
  })
  .meta({ id: 'Subscription', description: 'That a customer buys at AWS Marketplace.' });

export const subscriptionList = z
  .object({ customers: z.array(subscription), nextCursor })
  .meta({ id: 'SubscriptionList' });

export const reportList = z
  .object({ reports: z.array(report), nextCursor })
  .meta({ id: 'HourReportList' });

export const pageParameters = z.strictObject({
  cursor: cursorText.optional(),
  limit: wholeNumberText({ min: 1, max: 100 }).optional(),
});

export const entitlementList = z
  .object({
    entitlements: z.array(
      z.object({
        dimension,
        value: z.string().meta({ description: 'As AWS says it.', examples: ['100', 'true'] }),
        expiresAt: instant.optional(),
      }),
    ),
  })
  .meta({ id: 'EntitlementList' });
