import * as z from 'zod';
import { customerKey } from '../catalog/customer-shapes.ts';
import {
  cursorText,
  decimalText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';
import { documentForms, invoiceStatuses, lineKinds, taxCategories } from './invoice.ts';

export const invoiceId = z
  .string()
  .min(1)
  .max(80)
  .meta({ examples: ['inv_9f86d081884c7d659a2feaa0c55ad015'] });

const amount = z
  .string()
  .meta({ description: 'In major units, with the currency’s minor digits.' });
export const exactAmount = z.string().meta({ description: 'In major units, to the nano.' });
const day = z.string().meta({ description: 'A local date, `YYYY-MM-DD`.' });

export const invoicePeriod = z
  .object({
    start: instant,
    end: instant.meta({ description: 'Exclusive.' }),
    timezone: z.string(),
    firstDay: day,
    lastDay: day,
  })
  .meta({ id: 'InvoicePeriod' });

export const invoiceLine = z
  .object({
    id: z.string(),
    kind: z.enum(lineKinds),
    meter: z.string().optional(),
    description: z.string(),
    quantity: z.string(),
    unitPrice: z.string().optional(),
    exactAmount,
    amount,
    taxCode: z.string().optional(),
    taxCategory: z.enum(taxCategories).optional(),
    taxRate: z.string().optional(),
    charge: z.string().optional(),
  })
  .meta({
    id: 'InvoiceLine',
    description: 'One charge, without tax; more members may stand here.',
  });

const tax = z
  .object({
    code: z.string(),
    codes: z.array(z.string()),
    category: z.enum(taxCategories),
    rate: z.string(),
    base: amount,
    amount,
    exemptionReason: z.string().optional(),
    exemptionCode: z.string().optional(),
  })
  .meta({ id: 'InvoiceTax' });

const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({
    description:
      'Of a draft, the same for the same draft. Said when it is issued, what has changed since it was looked at is refused.',
  });

const paymentState = z
  .object({
    status: z.enum(invoiceStatuses),
    overdue: z.boolean(),
    amountPaid: amount,
    amountCredited: amount,
    amountDue: amount,
    payments: z.array(
      z.object({
        id: z.string(),
        rail: z.string(),
        reference: z.string(),
        amount,
        receivedAt: instant,
      }),
    ),
    creditNotes: z.array(z.object({ id: z.string(), number: z.string() })),
    voidedAt: instant.optional(),
    voidReason: z.string().optional(),
  })
  .meta({ id: 'PaymentState', description: 'What has become of an issued invoice since.' });

/** Invoice, credit note or statement; what is left out here is in the reference of the wire types. */
export const billingDocument = z
  .object({
    type: z.enum(['invoice', 'credit-note', 'statement']),
    id: z.string(),
    number: z.string().nullable(),
    series: z.string().nullable(),
    status: z.string(),
    customer: z.string(),
    currency: z.string(),
    period: invoicePeriod,
    issuedAt: instant.nullable(),
    dueAt: instant.nullable().optional(),
    lines: z.array(invoiceLine),
    subtotal: amount,
    taxes: z.array(tax),
    total: amount,
    carriedIn: exactAmount.optional(),
    carriedOut: exactAmount.optional(),
    documents: z
      .object({ pdf: z.string(), csv: z.string(), ubl: z.string().optional() })
      .optional()
      .meta({
        description:
          'Paths of the same document as PDF, CSV and, where EN 16931 allows one, UBL 2.1.',
        examples: [
          {
            pdf: '/v1/invoices/inv_9f86d081884c7d659a2feaa0c55ad015?format=pdf',
            csv: '/v1/invoices/inv_9f86d081884c7d659a2feaa0c55ad015?format=csv',
          },
        ],
      }),
    paymentState: paymentState.optional(),
    parked: z
      .object({ code: z.string(), detail: z.string(), fingerprint })
      .optional()
      .meta({ description: 'Of a draft: why it waits for a person, and what names it as it is.' }),
  })
  .meta({
    id: 'BillingDocument',
    description:
      'An invoice, a draft of one, a credit note, or a statement of a month without one.',
  });

/** UBL 2.1 in the core of EN 16931. */
export const ublDocument = z.string().meta({ description: 'UBL 2.1, as EN 16931 has it.' });

export const pdfDocument = z.string().meta({ description: 'PDF, A4, in English.' });

export const invoiceParameters = z.strictObject({
  format: z
    .enum(documentForms)
    .optional()
    .meta({ description: 'Wins over `Accept`, so that a link is enough.' }),
});

/** What `GET /v1/customers/{key}/preview` takes. */
export const previewParameters = z.strictObject({ period: monthText });

export const invoiceList = z
  .object({
    invoices: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        status: z.enum(invoiceStatuses),
        overdue: z.boolean(),
        customer: z.string(),
        currency: z.string(),
        period: invoicePeriod,
        issuedAt: instant.nullable(),
        dueAt: instant.nullable(),
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
  customer: customerKey.optional(),
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

const word = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,119}$/, 'use 1 to 120 of A-Z a-z 0-9 _ . : / + -');

export const paymentBody = z
  .strictObject({
    rail: word.meta({ description: 'Over which it came: `bank`, `card`, …' }),
    reference: word.meta({
      description: 'The rail’s own word for it: the same is the same payment.',
    }),
    amount: decimalText,
    receivedAt: instant.optional().meta({ description: 'Now where left out.' }),
  })
  .meta({
    id: 'PaymentRequest',
    examples: [{ rail: 'bank', reference: 'DE-2026-0412', amount: '12.50' }],
  });

export const recorded = z
  .object({ id: z.string(), isNew: z.boolean(), invoice: billingDocument })
  .meta({
    id: 'Recorded',
    description:
      'The document that was added to the books, or was there already, and the invoice as it now is.',
  });
