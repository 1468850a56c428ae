import * as z from 'zod';
import { type ShapeOf, textUpTo } from '../shapes.ts';
import { contractBody } from './contract-shapes.ts';
import { amounts, bic, currency, iban, postalAddress } from './method-shapes.ts';

export const payingAccount = z.strictObject({
  name: textUpTo(140).meta({ description: 'As payees read it on their statements.' }),
  iban,
  bic: bic.optional(),
  address: postalAddress.optional(),
});

/** What `PUT /v1/payout-settings` takes. */
export const payoutSettingsBody = z
  .strictObject({
    from: payingAccount.optional().meta({ description: 'The account that pays over SEPA.' }),
    contract: contractBody.optional().meta({ description: 'The contract that pays on a chain.' }),
    currencies: z
      .array(currency)
      .min(1)
      .max(10)
      .optional()
      .meta({ description: 'In which the bank pays by file; EUR alone where left out.' }),
    thresholds: amounts('Less than that is not paid out, by currency.').optional(),
    fees: z
      .strictObject({
        sepa: amounts('Of each payout over SEPA.').optional(),
        manual: amounts('Of each payout by hand.').optional(),
        evm: amounts('Of each payout by a contract.').optional(),
      })
      .optional()
      .meta({ description: 'What a payee pays for a payout: it is taken off.' }),
    reserveDays: z.int().min(0).max(180).optional().meta({
      description: 'What statements of the last so many days said is held back; 14 where left out.',
    }),
    methodWaitDays: z.int().min(0).max(60).optional().meta({
      description:
        'So many days a changed method waits before anybody is paid by it; 7 where left out.',
    }),
    inTransitDays: z.int().min(1).max(60).optional().meta({
      description: 'A payout that is longer under way is told of; 5 where left out.',
    }),
    schedule: z
      .strictObject({
        day: z.int().min(1).max(28).meta({ description: 'Of each month.' }),
        rail: z.enum(['sepa', 'manual']),
      })
      .optional()
      .meta({
        description: 'When a run is prepared by itself. A person approves it all the same.',
      }),
    revision: z.int().min(0).optional(),
  })
  .meta({
    id: 'PayoutSettingsBody',
    examples: [
      {
        from: { name: 'Magazine GmbH', iban: 'DE02120300000000202051' },
        thresholds: { EUR: '10.00' },
        reserveDays: 14,
        schedule: { day: 5, rail: 'sepa' },
      },
    ],
  });
export type PayoutSettingsBody = ShapeOf<typeof payoutSettingsBody>;
