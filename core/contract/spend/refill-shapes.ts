import * as z from 'zod';
import { decimalText, instant, type ShapeOf, type Unchanged } from '../shapes.ts';
import { currencyCode, exactMoney, idempotency } from './shapes.ts';
import { topUpId } from './top-up-shapes.ts';

export const refillBody = z
  .strictObject({
    below: decimalText.meta({
      description: 'The wallet is low while it has less than this, with tax; 0 ends it.',
      examples: ['5.00'],
    }),
    currency: currencyCode,
    amount: decimalText.optional().meta({
      description: 'What is put in each time. Left out: it is only told that the wallet is low.',
      examples: ['20.00'],
    }),
    monthly: decimalText.optional().meta({
      description: 'No more is put in by itself in one month of the payer; needed with `amount`.',
      examples: ['60.00'],
    }),
    topUp: topUpId.optional().meta({
      description:
        'The top-up by whose means of payment it is paid, asked for with `keep`; the last one that is booked where left out.',
    }),
    idempotency,
  })
  .meta({
    id: 'RefillRequest',
    examples: [{ below: '5.00', amount: '20.00', monthly: '60.00', currency: 'EUR' }],
  });

const set = {
  below: exactMoney,
  currency: currencyCode,
  amount: exactMoney.optional(),
  monthly: exactMoney.optional(),
} as const;

export const refill = z
  .object(set)
  .meta({ id: 'Refill', description: 'When a wallet is low, and what is put into it then.' });
export type RefillAnswer = Unchanged<ShapeOf<typeof refill>>;

export const walletRefill = z
  .object({
    ...set,
    low: z
      .object({ since: instant, left: exactMoney })
      .optional()
      .meta({ description: 'Where it is low: since when, and what it had then.' }),
    endedBy: z.string().optional().meta({
      description:
        'Why nothing is put in by itself any more, in the words of the rail. Put it anew to go on.',
    }),
  })
  .meta({ id: 'WalletRefill' });
