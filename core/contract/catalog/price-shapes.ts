import * as z from 'zod';
import { explainedStep, ratedAmount } from '../invoices/explanation-shapes.ts';
import { amount, exactAmount } from '../invoices/line-shapes.ts';
import { decimalText, type ShapeOf, type Unchanged } from '../shapes.ts';
import { charge, effectiveFrom, itemKey, planCurrency, planKey } from './plan-shapes.ts';

const quantity = decimalText.max(48);

/** What is to be priced, and by which charge. */
export const priceCalculationBody = z
  .strictObject({
    plan: z
      .strictObject({
        key: planKey,
        effectiveFrom: effectiveFrom.optional().meta({
          description:
            'Of which version; of the one in force today, in UTC, where left out, or of the first to come.',
        }),
        charge: itemKey.meta({ description: 'Its key: its meter’s, where it has none.' }),
      })
      .optional()
      .meta({ description: 'A charge of a plan that there is.' }),
    charge: charge.optional().meta({
      description: 'Or a charge as a plan has it. Its meter needs not be there.',
    }),
    currency: planCurrency.optional().meta({ description: 'Of a charge that is written out.' }),
    quantity: quantity.optional().meta({
      description: 'What the meter comes to in the month; left out with `values`.',
    }),
    events: z
      .int()
      .min(0)
      .max(1_000_000_000_000)
      .optional()
      .meta({ description: 'How many events that were, where a price is for each.' }),
    values: z.array(quantity).max(1_000).optional().meta({
      description:
        'What each event says, in the order of their times, where a price looks at each: with allowances, or limits per event.',
    }),
  })
  .meta({
    id: 'PriceCalculationRequest',
    examples: [
      {
        charge: {
          meter: 'api.call',
          model: 'graduated',
          tiers: [
            { upTo: '1000', unitPrice: '0' },
            { upTo: null, unitPrice: '0.0005' },
          ],
        },
        currency: 'EUR',
        quantity: '1234567',
      },
    ],
  });
export type PriceCalculationBody = ShapeOf<typeof priceCalculationBody>;

const calculatedLine = z
  .object({
    kind: z.enum(['usage', 'minimum']),
    description: z.string(),
    quantity: decimalText,
    unitPrice: z
      .string()
      .optional()
      .meta({ description: 'Only where one price holds for the whole quantity.' }),
    steps: z.array(explainedStep).meta({ description: 'They add up to `ratedAmount`.' }),
    ratedAmount,
    exactAmount,
    amount,
  })
  .meta({
    id: 'CalculatedLine',
    description: 'As an invoice has it: usage, and what brings it up to the minimum.',
  });

export const priceCalculation = z
  .object({
    plan: z.object({ key: planKey, effectiveFrom }).optional(),
    charge,
    currency: z.string(),
    quantity: decimalText,
    chargedQuantity: decimalText.meta({ description: 'Without what is included.' }),
    lines: z.array(calculatedLine).min(1).max(2),
    ratedAmount,
    exactAmount,
    amount,
  })
  .meta({
    id: 'PriceCalculation',
    description:
      'What a month with this quantity costs under the charge alone: without tax, fees, the plan’s commitment, or what earlier months carried.',
  });
export type PriceCalculationAnswer = Unchanged<ShapeOf<typeof priceCalculation>>;
