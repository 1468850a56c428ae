import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { amount, day } from '../invoices/line-shapes.ts';
import { invoiceId, railWord } from '../invoices/shapes.ts';
import { collection } from '../rails/shapes.ts';
import { decimalText, instant, type ShapeOf, textUpTo, wholeNumberText } from '../shapes.ts';

const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD');
const scheme = z.enum(['CORE', 'B2B']).meta({
  description: '`CORE`: of anybody. `B2B`: of companies, whose banks know the mandate.',
});
const name = textUpTo(140).meta({ examples: ['Magazine GmbH'] });
const iban = z
  .string()
  .max(34)
  .meta({ description: 'Without spaces.', examples: ['DE02120300000000202051'] });
const bic = z
  .string()
  .max(11)
  .meta({ description: 'Of the bank; the IBAN says it too.', examples: ['BYLADEM1001'] });

export const mandateReference = z
  .string()
  .min(1)
  .max(105)
  .meta({ description: 'The creditor’s own word for it.', examples: ['M-2026-0001'] });

export const sepaRailBody = z
  .strictObject({
    name: name.meta({ description: 'Who collects, as payers read it on their statements.' }),
    identifier: z
      .string()
      .max(35)
      .meta({
        description: 'The creditor identifier that the central bank has given.',
        examples: ['DE98ZZZ09999999999'],
      }),
    iban,
    bic: bic.optional(),
    scheme: scheme.default('CORE'),
    noticeDays: z.int().min(1).max(30).default(14).meta({
      description:
        'So many days after the day of an invoice, which says it, money is taken at the earliest.',
    }),
    retryAfterDays: z
      .array(z.int().min(1).max(60))
      .max(5)
      .default([])
      .meta({
        description:
          'After how many days what came back for want of money is collected again: the first time, the second, …',
        examples: [[3, 7]],
      }),
  })
  .meta({ id: 'SepaRailBody' });

export const sepaRail = z
  .object({
    name,
    identifier: z.string(),
    iban,
    bic: bic.optional(),
    scheme,
    noticeDays: z.int(),
    retryAfterDays: z.array(z.int()),
    connectedAt: instant,
  })
  .meta({ id: 'SepaRail', description: 'Who collects by direct debit.' });

export const mandateBody = z
  .strictObject({
    name: textUpTo(140).meta({ description: 'Whose account it is.', examples: ['Ada Lovelace'] }),
    iban,
    bic: bic.optional(),
    signedAt: dayText.meta({ description: 'The day of the signature.', examples: ['2026-11-02'] }),
    scheme: scheme.default('CORE'),
  })
  .meta({ id: 'MandateBody' });

export const mandate = z
  .object({
    reference: mandateReference,
    customer: payerKey,
    status: z.enum(['active', 'blocked', 'revoked', 'lapsed', 'erased']).meta({
      description:
        '`blocked`: money came back for a reason that stays, until it is put with what has changed. `lapsed`: unused for 36 months.',
    }),
    scheme,
    name: z.string().optional(),
    iban: iban.optional(),
    bic: bic.optional(),
    signedAt: day.optional(),
    usedOn: day.optional().meta({ description: 'The day of the latest collection by it.' }),
    reason: z.string().optional().meta({ description: 'Why it is blocked: a code of ISO 20022.' }),
    changes: z.int().meta({ description: 'How often the account or its owner was changed.' }),
  })
  .meta({ id: 'Mandate', description: 'That a creditor may take what is due from an account.' });

export const mandateList = z.object({ mandates: z.array(mandate) }).meta({ id: 'MandateList' });

export const batchId = z
  .string()
  .min(1)
  .max(80)
  .meta({ examples: ['FB-20261130-4N81Q3M3WY46S8CMV1G'] });

const collectOn = dayText.meta({
  description: 'A day on which banks settle (TARGET), tomorrow at the earliest.',
  examples: ['2026-11-30'],
});
const dueUntil = dayText.meta({
  description: 'What falls due until that day; until `collectOn`, where this is left out too.',
});

export const batchParameters = z.strictObject({
  collectOn,
  dueUntil: dueUntil.optional(),
  invoices: z
    .string()
    .min(1)
    .max(8_000)
    .optional()
    .meta({ description: 'These alone, by id or number, with commas between.' }),
});

export const batchBody = z
  .strictObject({
    collectOn,
    dueUntil: dueUntil.optional(),
    invoices: z.array(invoiceId).min(1).max(500).optional().meta({
      description:
        'These alone, by id or number. Whoever names one decides that it is collected again, whatever became of it before.',
    }),
  })
  .meta({ id: 'SepaBatchBody' });

const item = z.object({
  invoice: z.string(),
  number: z.string(),
  customer: payerKey,
  amount,
  mandate: z.string(),
  endToEndId: z.string().meta({ description: 'What banks call it, there and back.' }),
  retry: z.int().optional().meta({ description: 'Which of the retries it is, from 1.' }),
  retryReason: z.string().optional().meta({
    description: 'Of a retry: why it came back before, a code of ISO 20022.',
  }),
});

export const batchProposal = z
  .object({
    collectOn: day,
    count: z.int(),
    total: amount,
    items: z.array(item),
    leftOut: z.array(
      z.object({
        invoice: z.string(),
        number: z.string(),
        customer: payerKey,
        why: z.enum([
          'nothing-due',
          'not-in-euro',
          'amount',
          'under-way',
          'no-mandate',
          'mandate-blocked',
          'mandate-lapsed',
          'notice-too-short',
          'retry-later',
          'not-retried',
        ]),
        detail: z.string().meta({ description: 'In words, and what to do.' }),
      }),
    ),
    more: z.boolean().meta({ description: 'There is more than one batch takes: 500.' }),
  })
  .meta({ id: 'SepaBatchProposal', description: 'In euro.' });

const head = {
  id: batchId.meta({ description: 'Of the file, too: as its message and its payment.' }),
  status: z.enum(['preparing', 'prepared', 'submitted', 'cancelled', 'rejected']).meta({
    description:
      '`preparing`: it is gone on with when it is asked for. `prepared`: its file is there. `submitted`: somebody has said that the bank has it. `rejected`: the bank took nothing of it.',
  }),
  collectOn: day,
  scheme,
  count: z.int(),
  total: amount,
  createdAt: instant,
  submittedAt: instant.optional(),
  credited: z.boolean().meta({ description: 'The money of it came as one amount.' }),
  reason: z.string().optional(),
};

export const batchList = z
  .object({
    batches: z.array(z.object(head)),
    next: z.string().optional().meta({ description: 'To be asked for as `before`.' }),
  })
  .meta({ id: 'SepaBatchList', description: 'The latest first.' });

export const batchListParameters = z.strictObject({
  before: z.string().min(1).max(80).optional(),
  limit: wholeNumberText({ min: 1, max: 20 }).optional(),
});

export const batch = z
  .object({
    ...head,
    items: z.array(
      item.extend({
        status: z.enum(['prepared', 'submitted', 'settled', 'failed', 'expired']).meta({
          description: 'Of the collection: `submitted` until it is known what became of it.',
        }),
        reason: z.string().optional().meta({ description: 'Why it came back: of ISO 20022.' }),
        returnedOn: day.optional(),
      }),
    ),
  })
  .meta({ id: 'SepaBatch', description: 'Direct debits of one day, in euro.' });

export const outcomeBody = z
  .strictObject({
    kind: z.enum(['settled', 'returned', 'rejected']).meta({
      description:
        '`settled`: money came. `returned`: it went back. `rejected`: the bank has said before that none will come.',
    }),
    of: z
      .string()
      .min(1)
      .max(80)
      .meta({
        description: 'The id of a batch, or the end-to-end id of a direct debit.',
        examples: ['FB-20261130-4N81Q3M3WY46S8CMV1G'],
      }),
    bankEntry: railWord.meta({
      description:
        'The name of the entry of a statement that says so, or your own word for it. Told again under it, it is the same.',
    }),
    on: dayText.meta({ description: 'The day of the entry.' }),
    amount: decimalText.optional().meta({
      description: 'What was collected, without charges; not of what is rejected.',
    }),
    reason: z
      .string()
      .regex(/^[A-Z0-9]{1,35}$/, 'give a code of ISO 20022, such as AM04')
      .optional()
      .meta({ description: 'Why: a code of ISO 20022.', examples: ['AM04'] }),
  })
  .meta({ id: 'SepaOutcomeBody' });

export type SepaOutcomeBody = ShapeOf<typeof outcomeBody>;

export const toldOutcome = z
  .object({
    collections: z.array(collection),
    left: z.int().meta({
      description: 'How many are known, and booked within the next minutes by themselves.',
    }),
  })
  .meta({ id: 'SepaOutcome' });

export const batchXml = z.string().meta({
  id: 'SepaBatchFile',
  description: 'pain.008.001.08, in UTF-8.',
});
