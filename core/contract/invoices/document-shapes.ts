import * as z from 'zod';
import { logoDigest } from '../catalog/logo-shapes.ts';
import {
  csvSeparator,
  orderFields,
  partyFields,
  sellerFields,
  ublProfile,
} from '../catalog/party-shapes.ts';
import { payerKey } from '../catalog/payer-shape.ts';
import { instant, monthText, type ShapeOf, type Unchanged } from '../shapes.ts';
import { unbilledRow } from '../unbilled/shapes.ts';
import { carriedFrom, commitment } from './beside-lines.ts';
import { documentLanguages, invoiceStatuses, statementReasons, taxCategories } from './invoice.ts';
import { amount, day, exactAmount, invoiceLine, invoicePeriod, reference } from './line-shapes.ts';

export const party = z
  .object({
    name: z.string(),
    ...partyFields,
    email: z.string().optional(),
    bankAccount: sellerFields.bankAccount,
  })
  .meta({ id: 'Party', description: 'Seller or buyer, as they were when it was issued.' });

export const tax = z
  .object({
    code: z.string(),
    codes: z.array(z.string()),
    category: z.enum(taxCategories),
    rate: z.string().meta({ description: 'Percent.' }),
    base: amount,
    amount,
    exemptionReason: z.string().optional(),
    exemptionCode: z.string().optional(),
  })
  .meta({ id: 'InvoiceTax', description: 'All lines of one category and rate.' });

export const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'give the fingerprint that the draft was shown with')
  .meta({
    description:
      'Of a draft, the same for the same draft. Said when it is issued, what has changed since it was looked at is refused.',
  });

export const nationalTax = z
  .object({ currency: z.string(), rate: z.string(), rateFrom: day, amount })
  .optional()
  .meta({
    description:
      'The taxes in the currency of the seller’s country, where it is billed in another: one unit is `rate` of it, from `rateFrom` on.',
  });

const common = {
  id: z.string(),
  customer: payerKey,
  seller: party,
  buyer: party,
  language: z
    .enum(documentLanguages)
    .optional()
    .meta({ description: 'Of its PDF; English where left out.' }),
  ...orderFields,
  ublProfile,
  csvSeparator,
  logo: logoDigest.optional().meta({ description: 'On its PDF.' }),
  currency: z.string(),
  period: invoicePeriod,
  lines: z.array(invoiceLine),
  subtotal: amount,
  taxes: z.array(tax),
  nationalTax,
  total: amount,
  notes: z.array(z.string()).meta({ description: 'What the seller puts on every document.' }),
};
const issued = {
  issuedAt: instant.nullable().meta({ description: 'Null while a draft.' }),
  issueDate: day.nullable().meta({ description: 'In the seller’s time zone; null while a draft.' }),
};
const carried = { commitment, carriedIn: exactAmount, carriedOut: exactAmount };

const invoiceContent = z.object({
  type: z.literal('invoice'),
  ...common,
  number: z.string().nullable().meta({ description: 'Null while a draft.' }),
  series: z.string().nullable().meta({ description: 'Null while a draft.' }),
  status: z.enum(invoiceStatuses),
  ...issued,
  prepaid: amount.optional().meta({
    description:
      'What of `total` the payer’s unapplied money paid when it was issued; left out where nothing.',
  }),
  payable: amount.optional().meta({ description: '`total` less `prepaid`, where that is.' }),
  wallet: z
    .object({
      bought: amount.meta({ description: 'Of what was bought: a part of `prepaid`.' }),
      given: amount.meta({
        description:
          'Of what was given, without tax: lines of the kind `given` and their adjustments take it off.',
      }),
    })
    .optional()
    .meta({ description: 'What the payer’s wallet paid of it; left out where nothing.' }),
  carriedFrom,
  dueAt: instant.nullable().meta({ description: 'The end of `dueDate`; null while a draft.' }),
  dueDate: day.nullable().meta({ description: 'The last day to pay; null while a draft.' }),
  paymentTermsDays: z.int().min(0),
  paymentInstructions: z.string().optional(),
  paymentLink: z.string().optional().meta({
    description: 'The seller’s own page at which it is paid; only where something is to pay.',
  }),
  ...carried,
});

const creditNoteContent = z.object({
  type: z.literal('credit-note'),
  ...common,
  number: z.string(),
  series: z.string(),
  status: z.literal('issued'),
  issuedAt: instant,
  issueDate: day,
  corrects: reference,
  reason: z.string(),
});

const statementContent = z.object({
  type: z.literal('statement'),
  ...common,
  number: z.null(),
  series: z.null(),
  status: z.literal('closed'),
  ...issued,
  reason: z.enum(statementReasons),
  minimumCharge: exactAmount,
  invoicedWith: monthText.optional().meta({
    description:
      'Where the customer is invoiced by intervals: the month whose invoice has what this one comes to.',
  }),
  ...carried,
});

/** What documents say in the books, by `type`; `invoice.ts` has the same as types, to the letter. */
export const documentContents = {
  invoice: invoiceContent,
  creditNote: creditNoteContent,
  statement: statementContent,
} as const;

const paymentState = z
  .object({
    status: z.enum(invoiceStatuses),
    overdue: z.boolean(),
    amountPaid: amount.meta({ description: 'What payments have applied to it.' }),
    amountCredited: amount,
    amountDue: amount.meta({ description: 'Negative where more was paid than was due.' }),
    amountWrittenOff: amount.optional().meta({
      description: 'What is not hoped for any more, and no longer due.',
    }),
    writeOffReason: z.string().optional(),
    payments: z.array(
      z.object({
        id: z.string(),
        rail: z.string(),
        reference: z.string(),
        amount: amount.meta({ description: 'What of it is applied to the invoice now.' }),
        receivedAt: instant,
        receivedOn: day.optional().meta({
          description: 'The day of it, in the seller’s time zone.',
        }),
      }),
    ),
    creditNotes: z.array(z.object({ id: z.string(), number: z.string() })),
    reminders: z
      .array(z.object({ id: z.string(), level: z.int(), day }))
      .optional()
      .meta({ description: 'That were made of it, the first first.' }),
    remindersPausedUntil: day.optional().meta({
      description: 'Nobody is reminded of it before this day.',
    }),
    voidedAt: instant.optional(),
    voidReason: z.string().optional(),
  })
  .meta({ id: 'PaymentState', description: 'What has become of an issued invoice since.' });

const documents = z
  .object({
    pdf: z.string(),
    csv: z.string(),
    ubl: z.string().optional(),
    cii: z.string().optional(),
  })
  .meta({
    id: 'DocumentLinks',
    description:
      'Paths of the same document as PDF, CSV and, where EN 16931 allows them, UBL 2.1 and CII.',
    examples: [
      {
        pdf: '/v1/invoices/inv_9f86d081884c7d659a2feaa0c55ad015?format=pdf',
        csv: '/v1/invoices/inv_9f86d081884c7d659a2feaa0c55ad015?format=csv',
      },
    ],
  });

/** Beside the document, and never part of what is kept. */
const beside = {
  documents,
  reasons: z
    .array(z.string())
    .meta({ description: 'Why each line is what it is, in words, in the order of `lines`.' }),
};

export const obstacle = z.object({ code: z.string(), detail: z.string() }).meta({ id: 'Obstacle' });
const parked = z.object({ ...obstacle.shape, fingerprint }).meta({
  id: 'Parked',
  description: 'Of a draft: why it waits for a person, and what names it as it is.',
});

const invoice = z
  .object({
    ...invoiceContent.shape,
    ...beside,
    paymentState: paymentState.optional().meta({ description: 'Not of a draft.' }),
    parked: parked.optional(),
  })
  .meta({ id: 'Invoice' });
const creditNote = z.object({ ...creditNoteContent.shape, ...beside }).meta({ id: 'CreditNote' });
const statement = z
  .object({ ...statementContent.shape, ...beside, parked: parked.optional() })
  .meta({ id: 'Statement', description: 'A month closed without an invoice, or a draft of that.' });

export const billingDocument = z
  .discriminatedUnion('type', [invoice, creditNote, statement])
  .meta({ id: 'BillingDocument', description: 'By `type`.' });

export type DocumentAnswer = Unchanged<ShapeOf<typeof billingDocument>>;

/** What a month would come to: it is nowhere yet, and has no other forms. */
const draftWith = <Members extends z.ZodRawShape>(
  id: (type: 'Invoice' | 'Statement') => string,
  members: Members,
) =>
  z.discriminatedUnion('type', [
    z.object({ ...invoiceContent.shape, ...members }).meta({ id: id('Invoice') }),
    z.object({ ...statementContent.shape, ...members }).meta({ id: id('Statement') }),
  ]);

export const preview = draftWith((type) => `${type}Preview`, {
  obstacle: obstacle.optional().meta({ description: 'Why a run would set the month aside.' }),
  partial: z.literal(true).optional().meta({
    description: 'There is more to come: a meter of it is being backfilled.',
  }),
  closedBy: z.object({ id: z.string(), number: z.string().optional() }).optional().meta({
    description:
      'Where the month is closed: the document that closed it. Nothing closes it again; what came since is in a later invoice.',
  }),
  unbilled: z.array(unbilledRow).optional().meta({
    description: 'What was used and would be in no invoice; left out where there is nothing.',
  }),
  unapplied: z.object({ amount, covers: amount }).optional().meta({
    description:
      'What the payer has paid that is for no invoice yet, and how much of this one it would pay; left out where there is none.',
  }),
}).meta({ id: 'Preview' });

export const draft = draftWith((type) => `${type}Draft`, { parked: parked.optional() }).meta({
  id: 'Draft',
  description: 'What a run would issue, or `parked` for a person.',
});

export const recorded = z
  .object({ id: z.string(), isNew: z.boolean(), invoice: billingDocument })
  .meta({
    id: 'Recorded',
    description:
      'The document that was added to the books, or was there already, and the invoice as it now is.',
  });
