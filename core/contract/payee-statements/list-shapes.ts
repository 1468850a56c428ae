import * as z from 'zod';
import { amount, day, exactAmount } from '../invoices/line-shapes.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  wholeNumberText,
} from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import { payeeLine, payeeStatement } from './statement-shapes.ts';

export const payeeStatementId = z
  .string()
  .min(1)
  .max(80)
  .meta({
    description: 'Its id, or its number where it is self-billed.',
    examples: ['pst_9f86d081884c7d659a2feaa0c55ad015'],
  });

const limit = wholeNumberText({ min: 1, max: 100 }).optional();

export const payeeStatementListParameters = z.strictObject({
  limit: limit.meta({ description: 'Statements on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});

export const monthStatementsParameters = z.strictObject({
  period: monthText,
  limit: limit.meta({ description: 'Payees that are looked at for a page; 50 where left out.' }),
  cursor: cursorText.optional(),
});

const listed = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    payee: payeeKey,
    name: z.string(),
    ordinal: z.int().min(1),
    selfBilled: z.enum(['invoice', 'credit-note']).optional(),
    currency: z.string(),
    period: monthText,
    issueDate: day,
    subtotal: amount,
    total: amount,
    due: amount,
    closing: exactAmount.meta({ description: 'What is owed with it.' }),
  })
  .meta({ id: 'ListedPayeeStatement', description: 'As much of a statement as a list says.' });
export type ListedPayeeStatement = ShapeOf<typeof listed>;

export const payeeStatementList = z.object({ statements: z.array(listed), nextCursor }).meta({
  id: 'PayeeStatementList',
  description: 'A page of statements. One may be short before the last.',
});

const link = z.string().meta({ description: 'A path of this interface.' });

/** A statement with, beside it, where its other forms are. */
export const shownPayeeStatement = payeeStatement
  .extend({
    documents: z
      .object({ pdf: link, csv: link, ubl: link.optional(), cii: link.optional() })
      .meta({ description: 'Where its other forms are; XML where it is self-billed.' }),
  })
  .meta({ id: 'ShownPayeeStatement' });

export const payeeLineParameters = z.strictObject({
  events: z.enum(['true', 'false']).optional().meta({
    description: '`true`: the events that were counted of it, instead of what they come to.',
  }),
  limit: limit.meta({ description: 'Events on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});

const eventBehind = z
  .object({
    source: z.string().optional(),
    id: z.string().optional().meta({
      description:
        'As it was sent, with its source. Left out of what a payee’s token asks: it may name a reader.',
    }),
    time: instant,
    meter: z.string(),
    value: z.string().meta({ description: 'The content that it names.' }),
    quantity: z
      .string()
      .meta({ description: 'What the meter reads off it; 1 where events are counted.' }),
  })
  .meta({ id: 'PayeeLineEvent', description: 'What was used and when, and not by whom.' });

const exact = z.string().meta({ description: 'Exact, to 24 places, in major units, without tax.' });

export const payeeLineExplanation = z
  .object({
    statement: z.object({
      id: z.string(),
      number: z.string().nullable(),
      payee: payeeKey,
      currency: z.string(),
      period: monthText,
    }),
    line: payeeLine,
    reason: z.string().meta({ description: 'In a sentence, for people.' }),
    shares: z
      .object({
        payers: z.int().meta({ description: 'How many payers’ months have any of it.' }),
        quantity: z.string().meta({ description: 'What they used of it.' }),
        amount: exact.meta({ description: 'What that came to.' }),
        earned: exact.meta({ description: 'What the payee has of it.' }),
      })
      .optional()
      .meta({
        description: 'As of now, of the payers of this page. Only where usage is behind it.',
      }),
    events: z
      .array(eventBehind)
      .optional()
      .meta({ description: 'Where asked for: payer by payer, as of now. A page may be short.' }),
    unreadable: z.int().optional().meta({
      description:
        'Of how many payers of this page the usage cannot be read any more: they were erased.',
    }),
    nextCursor,
  })
  .meta({ id: 'PayeeLineExplanation' });
