import * as z from 'zod';
import { documentLanguages } from '../invoices/invoice.ts';
import { amount } from '../invoices/line-shapes.ts';
import { payeeTokenActions } from '../route.ts';
import { instant, type ShapeOf, type Unchanged } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import { payeeTokenId } from '../shares/token-shapes.ts';
import { payeePayout } from './method-shapes.ts';

export const payeeQuery = z
  .strictObject({
    payee: payeeKey.optional().meta({ description: 'With a key: as who it is to be answered.' }),
    cookie: z.enum(['keep', 'forget']).optional().meta({
      description:
        'For pages of the second front: `keep` has the browser keep the token of the `Authorization` header in the cookie `farthing-payee-token` until it is closed, `forget` takes that away. The HTTP API sets none.',
    }),
  })
  .meta({ description: 'Whom it is about.' });

const exact = z.string().meta({
  description: 'In major units, to the nano.',
  examples: ['12.819'],
});

const day = z.string().meta({
  description: '`YYYY-MM-DD`, in the seller’s time zone.',
  examples: ['2026-12-05'],
});

const owed = z
  .object({
    currency: z.string(),
    payable: exact.meta({ description: 'All that is owed, stated or not.' }),
    unstated: exact.meta({
      description: 'What of that came since the last statement: no run pays it yet.',
    }),
    held: exact.meta({ description: 'What was stated, and is held back for some days.' }),
    heldUntil: day.optional().meta({
      description: 'The day from which some of it is held back no more; left out where nothing is.',
    }),
    ready: amount.meta({ description: 'What a run would pay today, if it is enough.' }),
    least: amount.meta({
      description:
        'Less than that is not paid out: the higher of the seller’s threshold and its own.',
    }),
    inTransit: exact.meta({ description: 'Paid out, and not settled by its rail yet.' }),
  })
  .meta({ id: 'BalanceOfPayee', description: '`payable` is `unstated`, `held` and what is left.' });

export const askingPayee = z
  .object({
    payee: payeeKey,
    name: z.string(),
    language: z.enum(documentLanguages).optional().meta({ description: 'Of its statements.' }),
    seller: z.object({
      name: z.string(),
      email: z.string().optional().meta({ description: 'Where the seller answers.' }),
    }),
    token: z
      .object({ id: payeeTokenId, actions: z.array(z.enum(payeeTokenActions)), endsAt: instant })
      .nullable()
      .meta({ description: 'The one that was asked with; null where a key was.' }),
    balances: z.array(owed).meta({ description: 'By currency: nothing is converted.' }),
    payout: payeePayout.nullable().meta({
      description: 'How it is paid; of an account, the last four. Null where nobody said.',
    }),
    paying: z
      .object({
        methods: z.array(z.enum(['sepa', 'evm'])).meta({
          description: 'What it may choose by itself.',
        }),
        currencies: z.array(z.string()).meta({
          description: 'In which the seller pays; in these it may have a threshold.',
        }),
        methodWaitDays: z.int().meta({ description: 'So many days a changed method waits.' }),
        reserveDays: z.int().meta({
          description: 'So many days what a statement says is held back.',
        }),
        nextRun: day.optional().meta({
          description:
            'When payouts are prepared next; a person approves them. Left out where nobody has set a day.',
        }),
      })
      .meta({ description: 'By what rules the seller pays.' }),
  })
  .meta({
    id: 'AskingPayee',
    description: 'Which payee asks, what it is owed, and how it is paid.',
  });
export type AskingPayeeAnswer = Unchanged<ShapeOf<typeof askingPayee>>;
