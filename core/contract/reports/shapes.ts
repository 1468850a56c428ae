import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { cursorText, nextCursor, wholeNumberText } from '../shapes.ts';
import { reportNames } from './report-names.ts';

export const reportName = z.enum(reportNames);

const bound = z
  .string()
  .min(1)
  .max(40)
  .meta({ examples: ['2026-10-01', '2026-10'] });

export const reportParameters = z.strictObject({
  from: bound.optional().meta({
    description:
      'The first day that counts, `YYYY-MM-DD`, in the seller’s time zone; of a month, its first. Not with `asOf`.',
  }),
  to: bound.optional().meta({
    description: 'The last day that counts, itself included; of a month, its last.',
  }),
  asOf: bound.optional().meta({
    description: 'Of what stands at the end of a day: that day; of a month, its last.',
  }),
  customer: payerKey
    .optional()
    .meta({ description: 'Whose statement; of other reports, nobody’s.' }),
  format: z.enum(['json', 'csv']).optional().meta({ description: '`json` where left out.' }),
  separator: z.enum(['comma', 'semicolon']).optional().meta({
    description:
      'Of CSV for spreadsheets, which then begins with a byte order mark: by `semicolon`, decimals have a comma. Left out, it is for programs.',
  }),
  limit: wholeNumberText({ min: 1, max: 10_000 })
    .optional()
    .meta({ description: 'Rows on a page at most; 1,000 where left out.' }),
  cursor: cursorText.optional(),
});

const amount = z.string().meta({
  description: 'In major units, with the currency’s digits at least, to the nano.',
});

const column = z
  .object({
    name: z.string(),
    holds: z.enum(['text', 'day', 'month', 'amount', 'percent']),
    currencyIn: z.string().optional().meta({
      description: 'The column with the currency of its amounts, where it is not the table’s.',
    }),
  })
  .meta({ id: 'ReportColumn' });

const balance = z
  .object({
    account: z.string().meta({
      description: 'As the list of accounts has it; `customers:…` are the customers’ together.',
    }),
    of: z.enum(['opening', 'change', 'balance']).meta({
      description:
        'What it had before the first day, by how much it grew, what it has after the last.',
    }),
    amount: amount.meta({
      description: 'As the account has it: receivables positive, revenue and tax owed negative.',
    }),
    kinds: z
      .array(z.string())
      .optional()
      .meta({ description: 'Where documents of these kinds alone are meant.' }),
    column: z.string().meta({ description: 'The column that comes to this, or to its negative.' }),
  })
  .meta({
    id: 'ReportBalance',
    description: 'A sum of postings that the table was compared with, and agrees with.',
  });

const table = z
  .object({
    currency: z.string(),
    rows: z
      .array(z.record(z.string(), z.string()))
      .meta({ description: 'By the names of columns; what is empty is left out.' }),
    totals: z.record(z.string(), z.string()).meta({
      description:
        'Of columns that can be added up, of all rows, on each page; and in which currency they are, where it is not the table’s.',
    }),
    balances: z.array(balance),
  })
  .meta({ id: 'ReportTable', description: 'What there is of one currency.' });

export const report = z
  .object({
    report: reportName,
    from: z.string().optional(),
    to: z.string().optional(),
    asOf: z.string().optional(),
    customer: z.string().optional(),
    columns: z.array(column).meta({ description: 'In the order in which people read them.' }),
    tables: z.array(table).meta({ description: 'One a currency.' }),
    documents: z.int().min(0).meta({ description: 'How many documents were read for it.' }),
    nextCursor,
  })
  .meta({ id: 'Report', description: 'Nothing is answered that does not add up to the accounts.' });
