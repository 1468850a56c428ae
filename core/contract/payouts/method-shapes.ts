import * as z from 'zod';
import { amount, day } from '../invoices/line-shapes.ts';
import { decimalText, instant, type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'name a currency of ISO 4217, such as EUR')
  .meta({ examples: ['EUR'] });

export const iban = z
  .string()
  .max(34)
  .meta({ description: 'Without spaces.', examples: ['DE02120300000000202051'] });
export const bic = z
  .string()
  .max(11)
  .meta({ description: 'Of the bank; the IBAN says it too.', examples: ['BYLADEM1001'] });

/** Part by part: since 15 November 2026 banks refuse addresses that are lines of text. */
export const postalAddress = z
  .strictObject({
    street: textUpTo(70).optional().meta({ description: 'Without its number.' }),
    building: textUpTo(16).optional().meta({ description: 'Its number in the street.' }),
    postalCode: textUpTo(16).optional().meta({ description: 'As its country writes it.' }),
    town: textUpTo(35).meta({ description: 'City, town or village.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'give an ISO 3166 code in capitals, such as FR')
      .meta({ description: 'ISO 3166-1: two capitals.', examples: ['FR'] }),
  })
  .meta({
    id: 'BankAddress',
    description: 'In parts, as banks want it since 15 November 2026.',
    examples: [
      {
        street: 'Rue de Rivoli',
        building: '12',
        postalCode: '75001',
        town: 'Paris',
        country: 'FR',
      },
    ],
  });

export const payoutMethod = z
  .discriminatedUnion(
    'method',
    [
      z.strictObject({
        method: z.literal('sepa'),
        iban,
        bic: bic.optional(),
        holder: textUpTo(140).meta({ description: 'Whose account it is.' }),
        address: postalAddress.optional().meta({
          description: 'Needed where the account is outside the European Economic Area.',
        }),
      }),
      z.strictObject({ method: z.literal('manual') }),
      z.strictObject({
        method: z.literal('evm'),
        address: z
          .string()
          .regex(/^0x[0-9a-fA-F]{40}$/, 'give an address of 0x and 40 hexadecimal digits')
          .meta({ description: 'Of the account on the chain: `0x` and 40 hexadecimal digits.' }),
      }),
    ],
    { error: 'name a method: sepa, manual or evm' },
  )
  .meta({ id: 'PayoutMethod' });
export type PayoutMethod = Unchanged<ShapeOf<typeof payoutMethod>>;

export const amounts = (description: string) =>
  z
    .record(currency, decimalText)
    .refine((record) => Object.keys(record).length <= 20, 'name at most 20 currencies')
    .meta({ description, examples: [{ EUR: '10.00' }] });

/** What `PUT /v1/payees/{key}/payout` takes. */
export const payoutBody = z
  .strictObject({
    payout: payoutMethod.optional().meta({
      description: 'Left out, it stays as it is, and so do `thresholds` that are left out then.',
    }),
    thresholds: amounts(
      'Of its own choice: less than that is not paid out, by currency. Left out beside a `payout`, none.',
    ).optional(),
    tryAgain: z.literal(true).optional().meta({
      description:
        'A payout came back, and the method is right all the same: the payee is in the next run again. A payee’s token cannot say it.',
    }),
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 for none: refused when there is another. Left out, whatever there is.',
    }),
  })
  .refine(
    ({ payout, thresholds, tryAgain }) =>
      payout !== undefined || thresholds !== undefined || tryAgain !== undefined,
    'name payout, thresholds or tryAgain',
  )
  .meta({
    id: 'PayeePayoutBody',
    examples: [
      {
        payout: { method: 'sepa', iban: 'DE02120300000000202051', holder: 'Ada Lefèvre' },
        thresholds: { EUR: '25.00' },
      },
    ],
  });

export type PayoutBody = ShapeOf<typeof payoutBody>;

export const shownMethod = z
  .object({
    method: z.enum(['sepa', 'manual', 'evm']),
    lastFour: z
      .string()
      .optional()
      .meta({
        description: 'Of the account or the address: no more of it is ever shown.',
        examples: ['2051'],
      }),
    holder: z.string().optional(),
  })
  .meta({ id: 'ShownPayoutMethod' });

/** How a payee is paid, on the wire. */
export const payeePayout = z
  .object({
    payee: payeeKey,
    payout: shownMethod.meta({ description: 'By which it is paid now.' }),
    since: instant,
    waiting: z.object({ payout: shownMethod, from: instant, changedAt: instant }).optional().meta({
      description: 'By which it is to be paid from then on. To call it off, put the other again.',
    }),
    cameBack: z.object({ payout: z.string(), on: day, reason: z.string() }).optional().meta({
      description:
        'A payout by this method came back: the payee is in no run until it has another, or `tryAgain` is said.',
    }),
    thresholds: z.record(z.string(), amount),
    revision: z.int().min(1),
  })
  .meta({ id: 'PayeePayout', description: 'How a payee is paid.' });
export type PayeePayoutAnswer = Unchanged<ShapeOf<typeof payeePayout>>;
