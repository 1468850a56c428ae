import * as z from 'zod';
import { customerKey } from '../catalog/customer-shapes.ts';
import { cursorText, instant, nextCursor, wholeNumberText } from '../shapes.ts';

const exactAmount = z.string().meta({
  description:
    'Signed, in major units, to the nano: receivables positive, revenue and tax owed negative.',
});

export const accountName = z
  .string()
  .min(1)
  .max(400)
  .meta({
    description: 'As the list of accounts has it.',
    examples: ['revenue:views'],
  });

export const accountParameters = z.strictObject({
  customer: customerKey.optional().meta({ description: 'Only this customer’s own accounts.' }),
});

export const accountList = z
  .object({
    accounts: z.array(
      z.object({ account: z.string(), currency: z.string(), balance: exactAmount }),
    ),
  })
  .meta({
    id: 'AccountList',
    description: 'Without `customer`, the customers’ own accounts stand together as `customers:…`.',
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
        kind: z.string(),
        number: z.string().optional(),
        customer: z.string(),
        effectiveAt: instant,
        recordedAt: instant,
        currency: z.string(),
        amount: exactAmount,
      }),
    ),
    nextCursor,
  })
  .meta({ id: 'EntryList' });

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
    faults: z.array(z.object({ code: z.string(), detail: z.string() })),
  })
  .meta({
    id: 'BooksCheck',
    description:
      'All books read again from the first block and compared with what is projected from them.',
  });

export const plainText = z
  .string()
  .meta({ description: 'The journal as hledger or Beancount reads it.' });
