import * as z from 'zod';
import {
  cursorText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { meterKey } from './meter-shapes.ts';
import { money, percentage, percentTiers, plainDecimal, price, unitTiers } from './tier-shapes.ts';
import { chargeUnit } from './unit-shapes.ts';

export const itemKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit',
  );

export const taxCode = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
    'use 1 to 64 of A-Z, a-z, 0-9, dot, dash and underscore, beginning with a letter or digit',
  )
  .meta({ description: 'How it is taxed: a customer’s tax treatment names rates by code.' });

const description = textUpTo(400).meta({ description: 'What the invoice line says.' });

const chargeFilter = z
  .union(
    [
      z.literal('rest'),
      z
        .record(textUpTo(256), z.array(z.string().max(256)).min(1).max(100))
        .refine((values) => Object.keys(values).length > 0, 'name at least one dimension'),
    ],
    { error: 'give "rest", or dimensions with a list of values each, such as {"cloud": ["aws"]}' },
  )
  .meta({
    description:
      'Which of the meter’s usage it is for: all where left out; what has one of the values in every dimension named; or `rest`, what no other charge of the meter matches by its values.',
    examples: [{ cloud: ['aws', 'gcp'] }, 'rest'],
  });

const common = {
  key: itemKey
    .optional()
    .meta({ description: 'Unique in its version; the meter’s where left out.' }),
  meter: meterKey,
  filter: chargeFilter.optional(),
  minimum: money('What it comes to a month, at least.').optional(),
  maximum: money('What it comes to a month, at most.').optional(),
  taxCode: taxCode.optional(),
  description: description.optional(),
};

const included = plainDecimal('Units a month that cost nothing.').optional();

const priceModels = [
  'per_unit',
  'graduated',
  'volume',
  'package',
  'percentage',
  'graduated_percentage',
  'dynamic',
] as const;

export const charge = z
  .discriminatedUnion(
    'model',
    [
      z.strictObject({
        ...common,
        model: z.literal('per_unit'),
        included,
        unit: chargeUnit,
        unitPrice: price('For each unit.'),
      }),
      z.strictObject({
        ...common,
        model: z.literal('graduated'),
        included,
        unit: chargeUnit,
        tiers: unitTiers,
      }),
      z.strictObject({
        ...common,
        model: z.literal('volume'),
        included,
        unit: chargeUnit,
        tiers: unitTiers,
      }),
      z.strictObject({
        ...common,
        model: z.literal('package'),
        included,
        unit: chargeUnit,
        packagePrice: price('For each package.'),
        packageSize: plainDecimal('Units in a package.'),
        rounding: z.enum(['up', 'down']).optional().meta({
          description: 'Whether a package that is begun counts (`up`, the default) or does not.',
        }),
      }),
      z.strictObject({
        ...common,
        model: z.literal('percentage'),
        ratePercent: percentage,
        fixedPerEvent: money('For each event that is not free, besides.').optional(),
        countMeter: meterKey.optional().meta({
          description:
            'The meter that counts the events; needed with `fixedPerEvent`, unless there is an allowance or a limit per event.',
        }),
        freeEvents: z
          .int()
          .min(0)
          .max(1_000_000_000)
          .optional()
          .meta({ description: 'So many events a month cost nothing.' }),
        freeAmount: money('So much of the events’ amounts a month costs nothing.').optional(),
        minimumPerEvent: money('What an event that is not free costs, at least.').optional(),
        maximumPerEvent: money('What an event that is not free costs, at most.').optional(),
      }),
      z.strictObject({
        ...common,
        model: z.literal('graduated_percentage'),
        included,
        tiers: percentTiers,
      }),
      z.strictObject({
        ...common,
        model: z.literal('dynamic'),
        multiplier: plainDecimal('On the prices that events carry; 1 where left out.').optional(),
      }),
    ],
    { error: `name a model: one of ${priceModels.join(', ')}` },
  )
  .meta({ id: 'Charge' });
export type ChargeBody = ShapeOf<typeof charge>;

export const fixedFee = z
  .strictObject({
    key: itemKey.meta({ description: 'Unique in its version.' }),
    amount: money('What it costs a month.'),
    description,
    proration: z.enum(['days', 'none']).optional().meta({
      description: '`days` (the default): for the days of a month it is in force. `none`: whole.',
    }),
    timing: z.enum(['advance', 'arrears']).optional().meta({
      description:
        '`arrears` (the default): on the invoice of the month it is for. `advance`: on the one before.',
    }),
    taxCode: taxCode.optional(),
  })
  .meta({ id: 'FixedFee' });
export type FixedFeeBody = ShapeOf<typeof fixedFee>;

export const effectiveFrom = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01')
  .meta({
    description: 'In force from the beginning of this day in the customer’s time zone.',
    examples: ['2026-01-01'],
  });

export const planCurrency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR')
  .meta({
    description: 'Of all its amounts; the same in every version of a plan.',
    examples: ['EUR'],
  });

const planVersion = z
  .strictObject({
    effectiveFrom,
    currency: planCurrency,
    minimumCharge: money('A total below it is carried to the next invoice.').optional(),
    charges: z.array(charge).max(100).meta({ description: 'What usage costs.' }),
    fixedFees: z
      .array(fixedFee)
      .max(100)
      .optional()
      .meta({ description: 'What is charged each month, whatever was used.' }),
    minimumCommitment: money('What all charges come to a month, at least.').optional(),
  })
  .meta({ id: 'PlanVersion' });
export type PlanVersionBody = ShapeOf<typeof planVersion>;

export const planKey = itemKey.meta({
  id: 'PlanKey',
  description: 'A plan, by its key.',
  examples: ['reader'],
});

/** What a plan is on the wire, but for its key. */
export const planBody = z
  .strictObject({
    name: textUpTo(400).optional().meta({ description: 'What people call it.' }),
    versions: z
      .array(planVersion)
      .min(1)
      .max(100)
      .meta({ description: 'What it costs, each from a day on, ascending.' }),
  })
  .meta({
    id: 'PlanBody',
    examples: [
      {
        name: 'Pay by the view',
        versions: [
          {
            effectiveFrom: '2026-01-01',
            currency: 'EUR',
            charges: [
              { meter: 'view', model: 'per_unit', unitPrice: '0.001', description: 'Views' },
              {
                meter: 'api.call',
                model: 'graduated',
                tiers: [
                  { upTo: '1000', unitPrice: '0' },
                  { upTo: null, unitPrice: '0.0005' },
                ],
              },
            ],
            fixedFees: [{ key: 'base', amount: '5', description: 'Base fee' }],
          },
        ],
      },
    ],
  });
export type PlanBody = ShapeOf<typeof planBody>;

export const plan = z
  .object({ key: planKey, ...planBody.shape, revision: z.int().min(1) })
  .meta({ id: 'Plan' });
export type PlanAnswer = Unchanged<ShapeOf<typeof plan>>;

export const warnings = z.array(z.object({ param: z.string(), detail: z.string() })).optional();

/** A plan that was put, and what of it may not be meant. */
export const putPlan = z
  .object({
    ...plan.shape,
    warnings: warnings.meta({
      description: 'Of what was taken, but may not be meant: two charges for the same.',
    }),
  })
  .meta({ id: 'PutPlan' });

export const planList = z
  .object({ plans: z.array(plan), nextCursor })
  .meta({ id: 'PlanList', description: 'A page of the plans, by key.' });

export const planListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 50 })
    .optional()
    .meta({ description: 'Plans on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});
