import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';

import { amount, day } from '../invoices/line-shapes.ts';
import { invoiceId, railWord } from '../invoices/shapes.ts';
import {
  cursorText,
  decimalText,
  instant,
  instantOrDay,
  nextCursor,
  type ShapeOf,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';
import { paymentStatuses, reversalReasons } from './words.ts';

export const paymentId = z
  .string()
  .min(1)
  .max(80)
  .meta({ examples: ['pay_9f86d081884c7d659a2feaa0c55ad015'] });

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR')
  .meta({ examples: ['EUR'] });

const rail = railWord.meta({ description: 'Over which it moved: `bank`, `card`, …' });
const movedAt = (what: string) =>
  instantOrDay.optional().meta({
    description: `${what} Now where left out.`,
    examples: ['2026-10-01', '2026-10-01T09:30:00Z'],
  });

const goneBack = z.object({
  id: z.string(),
  amount,
  rail: z.string(),
  reference: z.string(),
  on: day.meta({ description: 'The day of it, in the seller’s time zone.' }),
});
const inFull = 'The latest first. Of one payment alone, not in lists; left out where there is none';

export const paymentAnswer = z
  .object({
    id: z.string(),
    status: z.enum(paymentStatuses),
    customer: payerKey,
    currency: z.string(),
    amount,
    rail: z.string(),
    reference: z.string(),
    receivedAt: instant,
    receivedOn: day.optional().meta({
      description: 'The day of it, in the seller’s time zone; not of those of before it was kept.',
    }),
    wallet: z.literal(true).optional().meta({
      description: 'It put money into a wallet, and is paid back from there.',
    }),
    recordedAt: instant,
    applications: z
      .array(z.object({ invoice: z.string(), number: z.string().optional(), amount }))
      .meta({ description: 'What is applied to invoices now; the latest last.' }),
    amountApplied: amount,
    amountRefunded: amount,
    amountReversed: amount,
    amountEnded: amount.optional().meta({
      description: 'What was bought with it for a wallet, ended unused, and is earned by that.',
    }),
    amountUnapplied: amount.meta({
      description:
        '`amount` less those before: the next invoice uses it, or of a wallet, what was spent of it.',
    }),
    refunds: z
      .array(goneBack)
      .optional()
      .meta({
        description: `${inFull}, or where its payer has thousands of later documents. A move is one over the rail \`transfer\`.`,
      }),
    reversals: z
      .array(goneBack.extend({ reason: z.enum(reversalReasons) }))
      .optional()
      .meta({ description: `${inFull}, or where its payer has thousands of later documents.` }),
  })
  .meta({ id: 'Payment', description: 'Money that came from a payer, and what has become of it.' });
export type PaymentAnswer = ShapeOf<typeof paymentAnswer>;

export const paymentList = z.object({ payments: z.array(paymentAnswer), nextCursor }).meta({
  id: 'PaymentList',
  description: 'A page of payments. One may be short before the last.',
});

export const paymentListParameters = z.strictObject({
  customer: payerKey.optional(),
  unapplied: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`true`: only those with unapplied money.' }),
  limit: wholeNumberText({ min: 1, max: 200 })
    .optional()
    .meta({ description: 'Payments on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});

export const paymentRecorded = z
  .object({ id: z.string(), isNew: z.boolean(), payment: paymentAnswer })
  .meta({
    id: 'RecordedPayment',
    description:
      'The document that was added to the books, or was there already, and the payment as it now is.',
  });

const bankEntry = railWord.optional().meta({
  description:
    'Of what a bank statement says: the name of its entry, as `POST /v1/bank-statements` answers it. Then that alone tells it from others.',
});

const uses = z
  .array(z.strictObject({ invoice: invoiceId, amount: decimalText.optional() }))
  .min(1)
  .max(40);

export const payerPaymentBody = z
  .strictObject({
    customer: payerKey.meta({ description: 'Who paid, as invoices have it as `customer`.' }),
    currency,
    amount: decimalText,
    rail,
    reference: railWord.meta({
      description: 'The rail’s own word for it: the same is the same payment.',
    }),
    bankEntry,
    receivedAt: movedAt(
      'An instant, or a day in the seller’s time zone: not in the future, and at most a year before the payer’s first month.',
    ),
    apply: z
      .union([z.enum(['oldest', 'none']), uses])
      .optional()
      .meta({
        description:
          '`oldest` (the default): to what is due first, first. `none`: it waits for the next invoice. Or to these invoices, in this order.',
      }),
  })
  .meta({
    id: 'PayerPaymentRequest',
    examples: [
      {
        ...{ customer: 'press-review', currency: 'EUR', amount: '35.74' },
        ...{ rail: 'bank', reference: 'DE-2026-0412', receivedAt: '2026-10-01' },
      },
    ],
  });

export const applicationBody = z
  .strictObject({
    invoice: invoiceId,
    amount: decimalText
      .optional()
      .meta({ description: 'What is unapplied and due where left out.' }),
  })
  .meta({ id: 'ApplicationRequest', examples: [{ invoice: 'INV-2026-000001' }] });

export const unapplicationBody = z
  .strictObject({
    invoice: invoiceId,
    amount: decimalText.optional().meta({
      description:
        'Where left out, only what is paid too much of the invoice: refused where nothing is.',
    }),
  })
  .meta({
    id: 'UnapplicationRequest',
    examples: [{ invoice: 'INV-2026-000001', amount: '12.50' }],
  });

export const refundBody = z
  .strictObject({
    amount: decimalText,
    rail,
    reference: railWord.meta({
      description: 'The rail’s own word for it: the same is the same refund.',
    }),
    refundedAt: movedAt('An instant, or a day in the seller’s time zone, not before the payment.'),
  })
  .meta({
    id: 'RefundRequest',
    examples: [{ amount: '4.26', rail: 'bank', reference: 'R-2026-0007' }],
  });

export const reversalBody = z
  .strictObject({
    amount: decimalText.optional().meta({ description: 'All that is left where left out.' }),
    reason: z.enum(reversalReasons).meta({
      description: '`chargeback`: a card holder objected. `returned`: a debit or transfer bounced.',
    }),
    reference: railWord.meta({
      description: 'The rail’s own word for it: the same is the same reversal.',
    }),
    bankEntry,
    reversedAt: movedAt('An instant, or a day in the seller’s time zone, not before the payment.'),
  })
  .meta({ id: 'ReversalRequest', examples: [{ reason: 'chargeback', reference: 'CB-77' }] });

export const moveBody = z
  .strictObject({
    customer: payerKey.meta({ description: 'The payer whose money it is.' }),
    amount: decimalText.optional().meta({ description: 'All that is unapplied where left out.' }),
    reference: railWord.max(80).meta({
      description: 'Your word for it: the same is the same move.',
    }),
  })
  .meta({ id: 'MoveRequest', examples: [{ customer: 'press-review', reference: 'M-1' }] });

export const writeOffBody = z
  .strictObject({
    reason: textUpTo(1_000).meta({ description: 'Why, for whoever audits it.' }),
  })
  .meta({ id: 'WriteOffRequest', examples: [{ reason: 'insolvent since August' }] });
