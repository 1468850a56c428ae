import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import {
  cursorText,
  decimalText,
  instant,
  instantOrDay,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';
import { fingerprint } from './document-shapes.ts';
import { documentForms, invoiceStatuses } from './invoice.ts';
import { amount, exactAmount, invoicePeriod, day as localDay } from './line-shapes.ts';

export const invoiceId = z
  .string()
  .min(1)
  .max(80)
  .meta({
    description: 'Its id, or its number.',
    examples: ['inv_9f86d081884c7d659a2feaa0c55ad015'],
  });

/** XML of EN 16931. */
export const electronicDocument = z.string().meta({
  description:
    'As EN 16931 has it: UBL 2.1, or, by `format` alone, CII in the profile EN 16931 of Factur-X and ZUGFeRD.',
});

export const pdfDocument = z
  .string()
  .meta({ description: 'PDF, A4, in the language of the customer.' });

export const invoiceParameters = z.strictObject({
  format: z
    .enum(documentForms)
    .optional()
    .meta({ description: 'Wins over `Accept`, so that a link is enough.' }),
  stamp: z.literal('void').optional().meta({
    description:
      'Of a void invoice as PDF: a copy that says so on each page, drawn when it is asked for. Of all else nothing.',
  }),
});

/** What `GET /v1/customers/{key}/preview` takes. */
export const previewParameters = z.strictObject({
  period: monthText.optional().meta({
    description: 'The current month of the customer where left out.',
  }),
});

const day = z
  .string()
  .min(1)
  .max(40)
  .meta({ examples: ['2026-10-01', '2026-10'] });

/** What `GET /v1/customers/{key}/statement` takes. */
export const statementParameters = z.strictObject({
  from: day.meta({
    description: 'The first day that counts, in the seller’s time zone; of a month, its first.',
  }),
  to: day.meta({ description: 'The last day that counts; of a month, its last.' }),
});

export const invoiceList = z
  .object({
    invoices: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        status: z.enum(invoiceStatuses),
        overdue: z.boolean(),
        customer: payerKey,
        currency: z.string(),
        period: invoicePeriod,
        issuedAt: instant.nullable(),
        dueAt: instant.nullable(),
        dueDate: localDay
          .nullable()
          .meta({ description: 'The last day to pay; null while a draft.' }),
        total: amount,
        amountDue: amount,
        carriedOut: exactAmount,
      }),
    ),
    nextCursor,
  })
  .meta({
    id: 'InvoiceList',
    description: 'A page of invoices. One may be short before the last.',
  });
export type InvoiceListAnswer = ShapeOf<typeof invoiceList>;

export const invoiceListParameters = z.strictObject({
  customer: payerKey.optional(),
  period: monthText.optional(),
  status: z
    .enum([...invoiceStatuses, 'overdue'])
    .optional()
    .meta({
      description: '`draft` needs a period.',
    }),
  limit: wholeNumberText({ min: 1, max: 200 })
    .optional()
    .meta({ description: 'Invoices on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});
export type InvoiceListParameters = ShapeOf<typeof invoiceListParameters>;

const reason = textUpTo(1_000).meta({ description: 'Why, for whoever audits it.' });

export const issueBody = z.strictObject({ reason, fingerprint: fingerprint.optional() }).meta({
  id: 'Issue',
  examples: [{ reason: 'a launch: the customer has confirmed the traffic' }],
});

export const voidBody = z
  .strictObject({
    reason,
    afterwards: z.enum(['rebill', 'forgive']).optional().meta({
      description: '`rebill` (the default): the month is open again. `forgive`: it stays closed.',
    }),
  })
  .meta({ id: 'Void', examples: [{ reason: 'billed to the wrong company' }] });

export const creditNoteBody = z
  .strictObject({
    reason,
    lines: z
      .array(z.strictObject({ line: z.string().max(20), amount: decimalText }))
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: 'Without tax; all that is not credited yet where left out.' }),
  })
  .meta({
    id: 'CreditNoteRequest',
    examples: [{ reason: 'an outage on 3 March', lines: [{ line: '1', amount: '12.50' }] }],
  });

/** What names a rail, or what happened on it. */
export const railWord = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,119}$/, 'use 1 to 120 of A-Z a-z 0-9 _ . : / + -');

export const paymentBody = z
  .strictObject({
    rail: railWord.meta({ description: 'Over which it came: `bank`, `card`, …' }),
    reference: railWord.meta({
      description: 'The rail’s own word for it: the same is the same payment.',
    }),
    amount: decimalText,
    receivedAt: instantOrDay.optional().meta({
      description:
        'An instant, or a day in the seller’s time zone: not in the future, and at most a year before the invoice. Now where left out.',
      examples: ['2026-10-01', '2026-10-01T09:30:00Z'],
    }),
  })
  .meta({
    id: 'PaymentRequest',
    examples: [{ rail: 'bank', reference: 'DE-2026-0412', amount: '12.50' }],
  });
