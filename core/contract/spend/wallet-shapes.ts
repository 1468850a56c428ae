import * as z from 'zod';
import { railWord } from '../invoices/shapes.ts';
import { pageBack } from '../rails/shapes.ts';
import { decimalText, instant, instantOrDay, type ShapeOf, type Unchanged } from '../shapes.ts';
import { walletRefill } from './refill-shapes.ts';
import { currencyCode, exactMoney, idempotency } from './shapes.ts';
import { topUp, topUpId } from './top-up-shapes.ts';

const grantId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description: 'A grant of the wallet, by its id.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.2.0'],
  });

const money = {
  amount: decimalText.meta({ description: 'With tax, at most 9 places.', examples: ['20.00'] }),
  currency: currencyCode,
} as const;

const used = {
  endsAt: instantOrDay.optional().meta({
    description:
      'Nothing more is charged to it from then on; a day: from when it is over where the seller is.',
    examples: ['2027-01-01T00:00:00Z', '2026-12-31'],
  }),
  priority: z.int().min(0).max(1_000).optional().meta({
    description: 'The lower, the sooner it is used; 100 where left out.',
  }),
} as const;

const told = {
  rail: railWord.meta({ description: 'Over which the money moved: `bank`, `card`, …' }),
  reference: railWord.meta({
    description: 'The rail’s own word for it: the same is the same money.',
  }),
} as const;

export const topUpBody = z
  .strictObject({
    ...money,
    rail: told.rail.meta({
      description:
        'Over which the money moves: with a `reference`, `bank`, `card`, …; to ask the payer, `stripe`.',
    }),
    reference: told.reference.optional().meta({
      description:
        'Of money that has come: the rail’s own word for it, by which the same is the same money. It needs `billing:write`. Left out, the payer is asked for the money.',
    }),
    successUrl: pageBack(
      'Where a payer who is asked comes to, having paid. That they come says nothing of the money.',
    ).optional(),
    cancelUrl: pageBack('Where a payer who is asked comes back to, not having paid.').optional(),
    keep: z.boolean().optional().meta({
      description:
        'Of a payer who is asked: whether the rail keeps by what it is paid, so that the wallet can be refilled by it. The payer agrees on the page of the rail.',
    }),
    idempotency,
    receivedAt: instantOrDay.optional().meta({
      description: 'An instant, or a day in the seller’s time zone. Now where left out.',
    }),
    ...used,
  })
  .meta({
    id: 'TopUpRequest',
    examples: [
      { amount: '20.00', currency: 'EUR', rail: 'bank', reference: 'T-77' },
      {
        ...{ amount: '20.00', currency: 'EUR', rail: 'stripe', idempotency: 'c0ffee' },
        ...{ successUrl: 'https://news.example/paid', cancelUrl: 'https://news.example/me' },
      },
    ],
  });

export const grantBody = z
  .strictObject({
    kind: z.enum(['given', 'promotional']),
    ...money,
    ...used,
    idempotency,
  })
  .meta({
    id: 'GrantRequest',
    examples: [{ kind: 'promotional', amount: '5.00', currency: 'EUR', priority: 10 }],
  });

export const walletRefundBody = z
  .strictObject({
    grant: grantId.meta({ description: 'What was bought.' }),
    amount: decimalText.optional().meta({
      description:
        'Where left out: all that is left of it and that no invoice has used, in whole cents.',
    }),
    rail: told.rail.optional().meta({
      description: 'With a `reference`: over which it went back: `bank`, `card`, …',
    }),
    reference: told.reference.optional().meta({
      description:
        'Of money that has gone back: the rail’s own word for it, by which the same is the same money. Left out, it is paid back over the rail it came over.',
    }),
    idempotency,
    refundedAt: instantOrDay.optional().meta({
      description: 'An instant, or a day in the seller’s time zone. Now where left out.',
    }),
  })
  .meta({
    id: 'WalletRefundRequest',
    examples: [
      { grant: 'kR3vZ0QdC9yqUe2rT1hLnA.2.0', rail: 'bank', reference: 'R-78' },
      { grant: 'kR3vZ0QdC9yqUe2rT1hLnA.2.0', idempotency: 'back-1' },
    ],
  });

export const revocationBody = z
  .strictObject({
    grant: grantId,
    amount: decimalText.optional().meta({ description: 'All that is left where left out.' }),
    idempotency,
  })
  .meta({ id: 'RevocationRequest', examples: [{ grant: 'kR3vZ0QdC9yqUe2rT1hLnA.2.0' }] });

const grant = z
  .object({
    id: grantId,
    kind: z.enum(['bought', 'given', 'promotional']),
    amount: exactMoney.meta({ description: 'Without what was taken out again.' }),
    left: exactMoney.meta({ description: 'Not captured; some of it may be held.' }),
    priority: z.int(),
    createdAt: instant,
    endsAt: instant.optional(),
    payment: z
      .string()
      .optional()
      .meta({ description: 'Of what was bought: the payment in the books.' }),
    unapplied: exactMoney.optional().meta({
      description:
        'Of what was bought, while some is left: what of its payment no invoice has used. No more is paid back.',
    }),
    pass: z.string().optional().meta({
      description: 'It is of the price of this pass, by its id, and pays for its units alone.',
    }),
  })
  .meta({ id: 'WalletGrant' });
export type GrantAnswer = Unchanged<ShapeOf<typeof grant>>;

export const wallet = z
  .object({
    payer: z.string(),
    currency: z.string(),
    available: exactMoney.meta({ description: 'What can still be spent or held.' }),
    held: exactMoney.meta({ description: 'The most that open holds can come to.' }),
    ungated: exactMoney.meta({
      description: 'Used besides, in months that are not invoiced yet: `available` is less by it.',
    }),
    owed: exactMoney.meta({
      description: 'What was captured and no grant was left for; the next one pays it.',
    }),
    refill: walletRefill.optional().meta({
      description: 'Left out where nobody is to know that the wallet is low.',
    }),
    grants: z.array(grant).meta({ description: 'In the order in which they are used.' }),
  })
  .meta({ id: 'Wallet', description: 'Money that a payer can spend, grant by grant.' });
export type WalletAnswer = Unchanged<ShapeOf<typeof wallet>>;

export const granted = z
  .object({ id: grantId, payment: z.string().optional() })
  .meta({ id: 'Granted', description: 'What is in the wallet now, or was there already.' });

export const toppedUp = z
  .object({
    id: z.string().meta({
      description: 'Of money that has come, the grant; of money that is asked for, the top-up.',
      examples: ['wal_kR3vZ0QdC9yqUe2rT1hLnA.1'],
    }),
    ...topUp.partial().omit({ id: true, payment: true }).shape,
    payment: z.string().optional().meta({
      description: 'The payment: in the books; of money that is asked for, as the rail calls it.',
    }),
  })
  .meta({
    id: 'ToppedUp',
    description: 'What is in the wallet, or where the payer pays for it.',
  });

export const takenOut = z
  .object({
    id: z.string(),
    amount: exactMoney,
    currency: z.string(),
    payment: z.string().optional().meta({ description: 'Of a refund: the payment it is of.' }),
    status: z.enum(['open', 'booked', 'failed', 'expired']).optional().meta({
      description:
        'Over a rail. `open`: it is out of the wallet, and the rail has not said yet that it has gone. `booked`: it has gone, and is in the books. The others are over: it is in the wallet again.',
    }),
    grant: grantId.optional(),
    createdAt: instant.optional(),
    reason: z.string().optional().meta({ description: 'Why it failed, in the rail’s words.' }),
  })
  .meta({ id: 'TakenOut', description: 'What was taken out of the wallet.' });
export type WithdrawalAnswer = Unchanged<ShapeOf<typeof takenOut>>;

export const walletRefundList = z
  .object({
    refunds: z.array(takenOut).meta({ description: 'Over rails, the latest first.' }),
    next: topUpId.optional().meta({ description: 'Where there are more: `before` of the next.' }),
  })
  .meta({ id: 'WalletRefundList' });

export const freedMoney = z
  .object({
    amount: exactMoney.meta({ description: 'In all; 0 where there is nothing.' }),
    currency: z.string(),
    grants: z.array(grantId).meta({ description: 'What it is in, by payment.' }),
  })
  .meta({ id: 'FreedMoney', description: 'What is in the wallet again.' });
