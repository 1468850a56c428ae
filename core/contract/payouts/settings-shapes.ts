import * as z from 'zod';
import { amount } from '../invoices/line-shapes.ts';
import { type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';
import { contractBody, shownContract } from './contract-shapes.ts';
import { amounts, bic, currency, iban, postalAddress } from './method-shapes.ts';

export const rail = z.enum(['sepa', 'manual', 'evm']).meta({
  description:
    '`sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain.',
});

export const payingAccount = z.strictObject({
  name: textUpTo(140).meta({ description: 'As payees read it on their statements.' }),
  iban,
  bic: bic.optional(),
  address: postalAddress.optional(),
});

/** What `PUT /v1/payouts/settings` takes. */
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
        rail: z.enum(['sepa', 'manual', 'evm']).meta({ description: 'By which it pays.' }),
      })
      .optional()
      .meta({
        description: 'When a run is prepared by itself. A person approves it all the same.',
      }),
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 for none: refused when there is another. Left out, whatever there is.',
    }),
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

export const payoutSettings = z
  .object({
    from: z
      .object({ name: z.string(), lastFour: z.string() })
      .optional()
      .meta({ description: 'The account that pays, by its last four.' }),
    contract: shownContract.optional().meta({ description: 'The contract that pays on a chain.' }),
    currencies: z.array(z.string()),
    thresholds: z.record(z.string(), amount),
    fees: z.object({
      sepa: z.record(z.string(), amount),
      manual: z.record(z.string(), amount),
      evm: z.record(z.string(), amount),
    }),
    reserveDays: z.int(),
    methodWaitDays: z.int(),
    inTransitDays: z.int(),
    schedule: z.object({ day: z.int(), rail }).optional(),
    revision: z.int().meta({ description: '0 where nothing was ever put.' }),
  })
  .meta({ id: 'PayoutSettings' });
export type PayoutSettingsAnswer = Unchanged<ShapeOf<typeof payoutSettings>>;
