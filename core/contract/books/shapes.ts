import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';

const exactAmount = z.string().meta({
  description:
    'Signed, in major units, to the nano: receivables positive, revenue and tax owed negative.',
});

const serviceMonth = monthText.optional().meta({
  description:
    'Of revenue, earned or deferred: the month of the payer’s calendar that it is for. Documents of before it was kept do not say it.',
});

/** What documents there are in the books. */
const documentKind = z.enum([
  ...['invoice', 'statement', 'credit-note', 'void', 'payment'],
  ...['application', 'refund', 'reversal', 'breakage', 'write-off', 'reminder', 'pause'],
  ...['share', 'share-reversal', 'payee-statement'],
  ...['payout', 'payout-settlement', 'payout-return', 'claim'],
] as const);

/** Whose document it is: one of the two says. */
const party = {
  customer: payerKey
    .optional()
    .meta({ description: 'Who pays; not there where it is about a payee.' }),
  payee: z
    .string()
    .optional()
    .meta({ description: 'Who earns; not there where it is about a customer.' }),
};

export const accountName = z
  .string()
  .min(1)
  .max(3_400)
  .meta({
    description: 'As the list of accounts has it.',
    examples: ['revenue:views'],
  });

export const accountParameters = z.strictObject({
  customer: payerKey.optional().meta({ description: 'Only this customer’s own accounts.' }),
  payee: textUpTo(1_000)
    .optional()
    .meta({ description: 'Only this payee’s own account, in each currency.' }),
});

export const accountList = z
  .object({
    accounts: z.array(
      z.object({ account: z.string(), currency: z.string(), balance: exactAmount }),
    ),
  })
  .meta({
    id: 'AccountList',
    description:
      'Without `customer` and `payee`, the customers’ own accounts stand together as `customers:…`, the payees’ as `payees:…`.',
  });

export const entryParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 1_000 }).optional().meta({
    description:
      'Entries on a page, a few more where one document has several; 100 where left out.',
  }),
  cursor: cursorText.optional(),
});

export const entryList = z
  .object({
    account: z.string(),
    entries: z.array(
      z.object({
        document: z.string(),
        kind: documentKind,
        number: z.string().optional(),
        ...party,
        effectiveAt: instant,
        recordedAt: instant,
        currency: z.string(),
        amount: exactAmount,
        service: serviceMonth,
      }),
    ),
    nextCursor,
  })
  .meta({ id: 'EntryList' });

const journalEntry = z
  .object({
    block: z.int().min(1),
    index: z.int().min(0).meta({ description: 'Its place in the block.' }),
    id: z.string(),
    kind: documentKind,
    ...party,
    currency: z.string(),
    recordedAt: instant,
    effectiveAt: instant,
    date: z.string().meta({
      description: 'The day on which it counts, `YYYY-MM-DD`, in the seller’s time zone.',
    }),
    number: z.string().optional(),
    period: monthText.optional(),
    invoice: z
      .string()
      .optional()
      .meta({ description: 'Of what corrects, voids or pays one: its id.' }),
    invoiceNumber: z.string().optional(),
    reason: z.string().optional(),
    payment: z.string().optional().meta({
      description: 'Of what applies, refunds or reverses one: its id.',
    }),
    rail: z.string().optional(),
    reference: z.string().optional(),
    run: z.string().optional().meta({ description: 'Of a payout: the run that it is of.' }),
    payout: z.string().optional().meta({
      description: 'Of what settles or returns one: its id.',
    }),
    from: z.string().optional().meta({
      description: 'Of a claim: the key that it stood under.',
    }),
    level: z.int().optional().meta({ description: 'Of a reminder: which of its invoice it is.' }),
    skipped: z.array(z.int()).optional(),
    due: exactAmount.optional(),
    daysOverdue: z.int().optional(),
    until: z.string().optional().meta({ description: 'Of a pause: its end, `YYYY-MM-DD`.' }),
    postings: z.array(
      z.object({
        account: z.string(),
        currency: z.string(),
        amount: exactAmount,
        service: serviceMonth,
      }),
    ),
  })
  .meta({ id: 'JournalEntry', description: 'One document, and what it posts: in sum nothing.' });

export const journal = z
  .object({ documents: z.array(journalEntry), nextCursor })
  .meta({ id: 'Journal', description: 'A page of the journal, in the order of the books.' });

/** What the journal can be exported as. */
const booksFormats = ['json', 'csv', 'hledger', 'beancount'] as const;

export const booksParameters = z.strictObject({
  format: z.enum(booksFormats).optional().meta({ description: '`json` where left out.' }),
  cursor: cursorText.optional(),
});

export const booksCheck = z
  .object({
    blocks: z.int(),
    documents: z.int(),
    faults: z.array(
      z.object({
        code: z.string(),
        detail: z.string(),
        expected: z.string().optional().meta({
          description: 'Of a projection, what the log makes of it, as far as it differs.',
        }),
        found: z.string().optional(),
      }),
    ),
  })
  .meta({
    id: 'BooksCheck',
    description:
      'All books read again from the first block and compared with what is projected from them.',
  });

export const plainText = z
  .string()
  .meta({ description: 'The journal as hledger and Ledger, or Beancount, read it.' });
