import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';

/** Where something of a payer is held, and what that is. */
export const heldPlaceNames = {
  customer: 'The customer, as it is.',
  'customer-history': 'What the customer was, the latest first.',
  mandates: 'What it has signed, so that money is taken from its account.',
  claims: 'Who asked last to have a subject.',
  salts: 'Under which pseudonym the usage of a subject is.',
  quarantine: 'Events of its subjects that could not be counted.',
  totals: 'What meters counted of its subjects, by quarter hours.',
  levels: 'What levels of its subjects stood at where months begin.',
  events: 'Events of its subjects, from the usage log.',
  documents: 'What the books have of it: invoices, statements, credit notes, voids, payments.',
  spend:
    'What it spent, holds and may spend: what its log comes to, then each entry; of no token its secret.',
  audit: 'Changes that were asked for, of which it is named as the target.',
} as const satisfies Readonly<Record<string, string>>;

type Place = keyof typeof heldPlaceNames;

const placeName = z.enum(Object.keys(heldPlaceNames) as [Place, ...Place[]]).meta({
  id: 'HeldPlace',
  description: Object.entries(heldPlaceNames)
    .map(([name, means]) => `\`${name}\`: ${means}`)
    .join(' '),
});

export const heldParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 1_000 })
    .optional()
    .meta({ description: 'Records on a page at most; 200 where left out.' }),
  cursor: cursorText.optional(),
});

export const heldList = z
  .object({
    payer: payerKey,
    records: z.array(
      z.object({
        place: placeName,
        record: z.record(z.string(), z.unknown()).meta({ description: 'As it is kept there.' }),
      }),
    ),
    nextCursor,
  })
  .meta({
    id: 'HeldList',
    description: 'A page of what is held. It may be short, or have none, before the last.',
  });
export type HeldListAnswer = Unchanged<ShapeOf<typeof heldList>>;

export const erasureBody = z
  .strictObject({
    payer: payerKey,
    dryRun: z.boolean().optional().meta({ description: 'Whether only to say what it would do.' }),
  })
  .meta({ id: 'ErasureBody', examples: [{ payer: 'subject:reader-7', dryRun: true }] });

/** What an erasure never reaches, and its answer names. */
export const notCovered = [
  'what senders put into the data, the ids and the sources of events',
  'what was exported, sent to webhooks, or read by whoever had a key',
  'the keys of customers, which documents and books name',
  'the AWS account and the license of who buys at AWS Marketplace',
] as const;

/** What an erasure can have to leave. */
export const keptPlaces = [
  'customer',
  'mandates',
  'claims',
  'quarantine',
  'documents',
  'spend',
  'usage-in-clear',
  'usage-under-pseudonyms',
  'billing-runs',
  'audit',
  'messages',
  'backups',
] as const;

export const erasure = z
  .object({
    payer: payerKey,
    dryRun: z.boolean(),
    erased: z
      .array(z.object({ place: z.string(), records: z.int().min(0) }))
      .meta({ description: 'What was taken this time, or would be, place by place.' }),
    kept: z.array(
      z.object({
        what: z.enum(keptPlaces),
        until: instant.nullable().meta({ description: 'null where it stays for good.' }),
        reason: z.string(),
      }),
    ),
    notCovered: z.array(z.string()),
    again: instant.optional().meta({
      description: 'From when on another erasure takes what this one had to leave.',
    }),
  })
  .meta({ id: 'Erasure' });
export type ErasureAnswer = Unchanged<ShapeOf<typeof erasure>>;

const SUBJECTS_MAX = 1_000;

export const pseudonymsBody = z
  .strictObject({ subjects: z.array(textUpTo(1_024)).min(1).max(SUBJECTS_MAX) })
  .meta({ id: 'PseudonymsBody', examples: [{ subjects: ['reader-7', 'reader-8'] }] });

export const pseudonymList = z
  .object({ pseudonyms: z.array(z.object({ subject: z.string(), pseudonym: z.string() })) })
  .meta({ id: 'PseudonymList' });
