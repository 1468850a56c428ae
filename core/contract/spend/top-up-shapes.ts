import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { decimalText, instant, type ShapeOf, type Unchanged, wholeNumberText } from '../shapes.ts';
import { currencyCode, exactMoney } from './shapes.ts';

/** How much payers may put into their wallets by themselves. */
export const topUpSettings = z
  .strictObject({
    least: decimalText.meta({ description: 'No less is asked for at once.', examples: ['5.00'] }),
    most: decimalText.meta({ description: 'No more is asked for at once.', examples: ['100.00'] }),
    refundable: z.boolean().optional().meta({
      description:
        'Whether a payer with a token for `refund` may have back, over the rail, what it bought and has not spent; false where left out.',
    }),
    perDay: z.int().min(1).max(50).optional().meta({
      description: 'So many of one wallet are begun within a day; 10 where left out.',
    }),
  })
  .meta({
    id: 'TopUpSettings',
    description:
      'Payers may put money into their wallets over a connected rail; in the currency of the payer’s plan. Left out: they may not.',
    examples: [{ least: '5.00', most: '100.00' }],
  });

export const topUpId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description: 'A top-up that was asked for over a rail, by its id.',
    examples: ['wal_kR3vZ0QdC9yqUe2rT1hLnA.1'],
  });

/** The rails that a payer is asked over. */
export const topUpRail = z.enum(['stripe']);

const topUpStatus = z.enum(['open', 'booked', 'failed', 'expired']).meta({
  description:
    '`open`: the payer may pay at `url`; without one they have paid, and the money has not come yet. `booked`: it has come, and is in the wallet. The others are over, without money.',
});

export const topUp = z
  .object({
    id: topUpId,
    status: topUpStatus,
    rail: topUpRail,
    amount: exactMoney,
    currency: currencyCode,
    createdAt: instant,
    expiresAt: instant.meta({ description: 'From then on nobody begins to pay by it.' }),
    url: z.string().optional().meta({ description: 'Where the payer pays, while they may.' }),
    payment: z
      .string()
      .optional()
      .meta({ description: 'Once it is booked: what the rail calls the payment.' }),
    reason: z.string().optional().meta({ description: 'Why it failed, in the rail’s words.' }),
    refill: z.literal(true).optional().meta({
      description: 'It was begun as the wallet was low, and its payer was not asked.',
    }),
  })
  .meta({ id: 'TopUp', description: 'Money for a wallet that was asked for over a rail.' });
export type TopUpAnswer = Unchanged<ShapeOf<typeof topUp>>;

export const transfer = z
  .object({
    payer: payerKey,
    currency: currencyCode,
    reference: z.string().meta({
      description: 'To be written in the transfer: a reference of a creditor (ISO 11649).',
      examples: ['RF07W7HJK29MNP4QRST6'],
    }),
    account: z
      .object({
        holder: z.string().meta({ description: 'Whose it is.' }),
        iban: z.string(),
        bic: z.string().optional(),
      })
      .optional()
      .meta({ description: 'Where to; left out where the billing settings have no account.' }),
  })
  .meta({
    id: 'WalletTransfer',
    description: 'How a payer puts money into its wallet by a transfer.',
  });

export const topUpsQuery = z
  .strictObject({
    before: topUpId.optional().meta({ description: 'Those that were begun before this one.' }),
    limit: wholeNumberText({ min: 1, max: 100 }).optional().meta({
      description: 'How many at most; 20 where left out.',
    }),
  })
  .meta({ description: 'Which of them.' });

export const topUpList = z
  .object({
    topUps: z.array(topUp).meta({ description: 'The latest first.' }),
    next: topUpId.optional().meta({ description: 'Where there are more: `before` of the next.' }),
  })
  .meta({ id: 'TopUpList' });
