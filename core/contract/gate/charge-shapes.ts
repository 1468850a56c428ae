import * as z from 'zod';
import {
  cursorText,
  decimalText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { currencyCode, exactMoney, holdId, idempotency } from '../spend/shapes.ts';
import { gateDialects } from './shapes.ts';

const CHARGES_MAX = 100;

export const chargesParameters = z.strictObject({
  month: monthText.optional().meta({
    description: 'The payer’s month in which it was used; all there are where left out.',
  }),
  limit: wholeNumberText({ min: 1, max: CHARGES_MAX }).optional(),
  cursor: cursorText.optional(),
});

const payerCharge = z
  .object({
    id: holdId.meta({ description: 'Of the charge or the hold: the id of its event, too.' }),
    at: instant.meta({ description: 'When it was used: of a hold, when it was held.' }),
    meter: z.string(),
    subject: z.string(),
    quantity: z.string().meta({ description: 'What was captured; what is held, of what is.' }),
    net: exactMoney,
    tax: exactMoney,
    amount: exactMoney,
    currency: z.string(),
    resource: z.string().optional(),
    description: z.string().optional(),
    by: z.enum(gateDialects).optional(),
    receiptId: holdId.optional().meta({ description: 'Of what was captured.' }),
    status: z.enum(['captured', 'held', 'released', 'ended']),
    refunded: z.literal(true).optional().meta({
      description: 'What it cost is given back; what was used stays counted.',
    }),
    takesTips: z.literal(true).optional().meta({
      description:
        'It was used, and a tip on it would be for payees: `POST /v1/tips` takes one by the meter `tips`, in the payer’s currency. Left out where it would be refused, or nobody would have it.',
    }),
    tipOn: holdId.optional().meta({ description: 'Of a tip: the id of what it is on.' }),
  })
  .meta({ id: 'PayerCharge', description: 'Of what was not captured, the amounts were quoted.' });
export type PayerChargeAnswer = Unchanged<ShapeOf<typeof payerCharge>>;

export const chargeList = z
  .object({
    charges: z.array(payerCharge).meta({
      description: 'The newest first; a page may have fewer than `limit`, or none.',
    }),
    nextCursor,
  })
  .meta({ id: 'ChargeList' });

export const thresholdBody = z
  .strictObject({
    amount: decimalText.meta({
      description: 'With tax, at most 9 places; 0: it is asked each time.',
      examples: ['0.25'],
    }),
    currency: currencyCode,
    idempotency,
  })
  .meta({ id: 'ThresholdRequest', examples: [{ amount: '0.25', currency: 'EUR' }] });

export const threshold = z
  .object({ amount: exactMoney, currency: z.string() })
  .meta({ id: 'Threshold', description: 'Up to so much for one thing is paid without asking.' });
