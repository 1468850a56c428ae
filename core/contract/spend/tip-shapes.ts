import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { currencyCode, exactMoney, holdId, idempotency } from './shapes.ts';

export const tipBody = z
  .strictObject({
    on: holdId.meta({
      description:
        'What is tipped: a charge, a hold or what was captured of one, by its id. The tip has its content and its subject.',
    }),
    amount: z.strictObject({ amount: exactMoney, currency: currencyCode }).meta({
      description: 'Above zero, without tax. In the currency that the payer is charged in.',
    }),
    meter: meterKey.optional().meta({
      description:
        'The meter of tips; `tips` where left out. It sums with `chargedOnly`, and its price is 1 a unit.',
    }),
    idempotency,
  })
  .meta({
    id: 'TipRequest',
    examples: [
      {
        on: 'kR3vZ0QdC9yqUe2rT1hLnA.1f.0',
        amount: { amount: '0.50', currency: 'EUR' },
        idempotency: 'tip-17',
      },
    ],
  });
