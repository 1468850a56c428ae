import * as z from 'zod';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { day, exactAmount } from './line-shapes.ts';

const kind = z
  .enum([
    ...['invoice', 'statement', 'credit-note', 'void', 'payment', 'application'],
    ...['refund', 'reversal', 'breakage', 'write-off', 'reminder', 'pause'],
  ] as const)
  .meta({ description: '`statement`: a month that was closed without an invoice.' });

export const customerDocumentParameters = z.strictObject({
  kind: kind.optional().meta({ description: 'All kinds where left out.' }),
  limit: wholeNumberText({ min: 1, max: 100 })
    .optional()
    .meta({ description: 'Documents on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});

const customerDocument = z
  .object({
    ...{ id: z.string(), kind, currency: z.string() },
    date: day.meta({ description: 'The day on which it counts, in the seller’s time zone.' }),
    recordedAt: instant,
    receivable: exactAmount.meta({
      description: 'By how much more the payer owes with it; below zero where it is less.',
    }),
    carry: exactAmount.meta({
      description:
        'By how much more is carried to a later invoice; below zero where it is invoiced.',
    }),
    number: z.string().optional(),
    period: monthText
      .optional()
      .meta({ description: 'Of what closes a month, or opens it again.' }),
    reason: z.string().optional().meta({
      description:
        'Of a statement, why there is no invoice: `below-minimum`, `credit-carried`, `nothing-to-charge` or `within-interval`. Of others, what a person said.',
    }),
    invoicedWith: monthText.optional().meta({
      description:
        'Of a statement within an interval: the month whose invoice has what it comes to.',
    }),
    invoice: z.string().optional().meta({ description: 'The id of the invoice that it is about.' }),
    invoiceNumber: z.string().optional(),
    payment: z.string().optional().meta({ description: 'The id of the payment that it is about.' }),
    grant: z
      .string()
      .optional()
      .meta({ description: 'Of a breakage: what of a wallet has ended.' }),
    rail: z.string().optional(),
    reference: z.string().optional(),
    level: z.int().optional().meta({ description: 'Of a reminder: which one it is, from 1.' }),
    skipped: z.array(z.int()).optional().meta({
      description: 'Of a reminder: those before it that were never made.',
    }),
    due: exactAmount.optional().meta({ description: 'Of a reminder: what was due.' }),
    daysOverdue: z.int().optional(),
    until: day.optional().meta({ description: 'Of a pause: nobody is reminded before this day.' }),
  })
  .meta({ id: 'CustomerDocument', description: 'A document of the books about who pays.' });
export type CustomerDocumentAnswer = Unchanged<ShapeOf<typeof customerDocument>>;

export const customerDocumentList = z
  .object({ documents: z.array(customerDocument), nextCursor })
  .meta({
    id: 'CustomerDocumentList',
    description: 'A page of documents. One may be short before the last.',
  });
