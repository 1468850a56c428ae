import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { email, partyFields, taxTreatment } from '../catalog/party-shapes.ts';
import { itemKey } from '../catalog/plan-shapes.ts';
import { documentLanguages } from '../invoices/invoice.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';

export const payeeKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}$/,
    'use 1 to 128 of A-Z, a-z, 0-9 and _ . @ + -, beginning with a letter or digit',
  )
  .meta({
    id: 'PayeeKey',
    description: 'A payee, by its key: the value that usage names it by, where it is named there.',
    examples: ['ada'],
  });

export const shareKey = itemKey.meta({
  id: 'ShareKey',
  description: 'A share, by its key.',
  examples: ['authors'],
});

/** What a payee is on the wire, but for its key. */
export const payeeBody = z
  .strictObject({
    name: textUpTo(400).meta({ description: 'Whom statements are made out to.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'give an ISO 3166 code in capitals, such as FR')
      .optional()
      .meta({ description: 'Where it is taxed: ISO 3166.', examples: ['FR'] }),
    taxNumber: textUpTo(64).optional().meta({ description: 'Its VAT or other tax number.' }),
    address: partyFields.address.meta({ description: 'As it stands on its statements.' }),
    registrationNumber: partyFields.registrationNumber,
    electronicAddress: partyFields.electronicAddress,
    tax: taxTreatment.optional().meta({
      description:
        'How what it earns is taxed, where it is registered for tax and has agreed to self-billing: then its statements are invoices that you write in its name. Left out, they are none.',
      examples: [{ category: 'S', rate: '20' }],
    }),
    language: z.enum(documentLanguages).optional().meta({ description: 'Of its statements.' }),
    email: email.optional(),
    archived: z.literal(true).optional().meta({
      description: 'Nobody new is to be named; what it has earned stays its own.',
    }),
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 to create: refused when there is another. Left out, whatever there is.',
    }),
  })
  .meta({ id: 'PayeeBody', examples: [{ name: 'Ada Lefèvre', country: 'FR', language: 'fr' }] });
export type PayeeBody = ShapeOf<typeof payeeBody>;

const { revision: _, ...payeeFields } = payeeBody.shape;
/** A payee as it is kept. */
export const keptPayee = z.strictObject(payeeFields);

export const payee = z
  .object({ key: payeeKey, ...payeeFields, revision: z.int().min(1) })
  .meta({ id: 'Payee' });
export type PayeeAnswer = Unchanged<ShapeOf<typeof payee>>;

export const payeeList = z
  .object({ payees: z.array(payee), nextCursor })
  .meta({ id: 'PayeeList', description: 'A page of the payees, by key.' });

const part = {
  shares: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({
      description: 'So many shares of what fees leave: 70 and 30, or 7 and 3.',
      examples: [70],
    }),
  feePercent: z
    .string()
    .regex(/^(?:100|\d{1,2}(?:\.\d{1,10})?)$/, 'give a percentage from 0 to 100, such as "2.5"')
    .optional()
    .meta({
      description:
        'So many percent of all, off the top: a string, at most 10 places. Instead of `shares`.',
      examples: ['2.5'],
    }),
};

const recipient = z
  .discriminatedUnion(
    'to',
    [
      z.strictObject({ to: z.literal('payee'), payee: payeeKey, ...part }),
      z.strictObject({ to: z.literal('value'), ...part }),
      z.strictObject({ to: z.literal('share'), share: shareKey, ...part }),
      z.strictObject({ to: z.literal('platform'), ...part }),
    ],
    {
      error:
        'name to whom: payee with its key, value (the payee that the usage names), share with the key of another, or platform',
    },
  )
  .refine(({ shares, feePercent }) => (shares === undefined) !== (feePercent === undefined), {
    error: 'give shares or feePercent: one of the two',
  })
  .meta({ id: 'Recipient' });
export type RecipientBody = ShapeOf<typeof recipient>;

const shareVersion = z
  .strictObject({
    effectiveFrom: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01')
      .meta({
        description: 'Usage from the beginning of this day on, in its payer’s time zone.',
        examples: ['2026-01-01'],
      }),
    split: z.array(recipient).min(1).max(50).meta({ description: 'Who has which part.' }),
  })
  .meta({ id: 'ShareVersion' });

const sharedUsage = z
  .strictObject({
    meter: meterKey,
    dimension: textUpTo(256).meta({
      description: 'One of the meter’s: its value says what was used.',
      examples: ['author'],
    }),
    values: z
      .array(textUpTo(256))
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Only usage with one of these values; all usage where left out.' }),
  })
  .meta({ id: 'SharedUsage' });

/** What a share is on the wire, but for its key. */
export const shareBody = z
  .strictObject({
    name: textUpTo(400).optional().meta({ description: 'What people call it.' }),
    of: sharedUsage.optional().meta({
      description:
        'Which usage is shared. Left out, it is a share that others name: a band, a label. It never changes.',
    }),
    basis: z.enum(['list', 'invoiced', 'paid']).optional().meta({
      description:
        '`list` (the default): what usage comes to before the minimum and the maximum of its charge. `invoiced`: what its line of the invoice says, without tax, less what is credited. `paid`: the part of that that was paid. It never changes.',
    }),
    versions: z
      .array(shareVersion)
      .min(1)
      .max(100)
      .meta({ description: 'Who has a share, each from a day on, ascending.' }),
  })
  .meta({
    id: 'ShareBody',
    examples: [
      {
        name: 'Authors',
        of: { meter: 'articles', dimension: 'author' },
        versions: [
          {
            effectiveFrom: '2026-01-01',
            split: [
              { to: 'value', shares: 70 },
              { to: 'platform', shares: 30 },
            ],
          },
        ],
      },
    ],
  });
export type ShareBody = ShapeOf<typeof shareBody>;

export const share = z
  .object({ key: shareKey, ...shareBody.shape, revision: z.int().min(1) })
  .meta({ id: 'Share' });
export type ShareAnswer = Unchanged<ShapeOf<typeof share>>;

export const shareList = z
  .object({ shares: z.array(share), nextCursor })
  .meta({ id: 'ShareList', description: 'A page of the shares, by key.' });

export const sharesListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 100 })
    .optional()
    .meta({ description: 'How many on a page at most; 100 where left out.' }),
  cursor: cursorText.optional(),
});

/** What `GET /v1/customers/{key}/shares` takes. */
export const sharedMonthParameters = z.strictObject({ period: monthText });

const amount = z.string().meta({
  description: 'Exact, to 24 places, in major units and without tax.',
  examples: ['0.07'],
});

export const sharedMonth = z
  .object({
    customer: z.string(),
    period: monthText,
    currency: z.string(),
    /** What all usage that is charged comes to. */
    amount: amount.meta({ description: 'What shares are of, and what nobody has a share in.' }),
    payees: z.array(
      z.object({
        payee: z.string(),
        amount,
        known: z.boolean().meta({ description: 'Whether there is such a payee.' }),
      }),
    ),
    platform: amount.meta({ description: 'What shares leave to you.' }),
    unshared: amount.meta({ description: 'What no share is of.' }),
    lines: z.array(
      z.object({
        share: shareKey,
        effectiveFrom: z.string(),
        meter: meterKey,
        value: z.string().meta({ description: 'Of the dimension: what was used.' }),
        quantity: z.string(),
        amount,
      }),
    ),
  })
  .meta({
    id: 'SharedMonth',
    description:
      'What payees have, the platform, and what nobody has a share in: they add up to `amount`.',
  });
export type SharedMonthAnswer = Unchanged<ShapeOf<typeof sharedMonth>>;

export const payeeEarningsParameters = z.strictObject({
  period: monthText
    .optional()
    .meta({ description: 'The month that it is now where the seller is, where left out.' }),
});

export const payeeEarnings = z
  .object({
    payee: payeeKey,
    period: monthText,
    asOf: instant.meta({
      description: 'When it was reckoned: of what was sent a minute before, nothing is missing.',
    }),
    exact: z.boolean().meta({
      description:
        'False where more used it than a request has time for: then it is reckoned up from 200 of them, whom chance has chosen.',
    }),
    sums: z.array(z.object({ currency: z.string(), earned: amount })).meta({
      description: 'By currency: nothing is converted. Of all content, shown or not.',
    }),
    content: z
      .array(
        z.object({
          currency: z.string(),
          meter: meterKey,
          value: z.string().meta({ description: 'Of the dimension: what was used.' }),
          quantity: z.string(),
          earned: amount,
        }),
      )
      .meta({ description: 'What earned the most first; at most 100.' }),
  })
  .meta({
    id: 'PayeeEarnings',
    description:
      'What a payee has earned of a month that may not be over, as it would be if all of it is invoiced and paid.',
  });
export type PayeeEarningsAnswer = Unchanged<ShapeOf<typeof payeeEarnings>>;
