import * as z from 'zod';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';

export const quarantineStatus = z.enum(['open', 'retried', 'dismissed']);

export const quarantineReason = z.enum(['conflict', 'too-old']);

export const quarantineParameters = z.strictObject({
  reason: quarantineReason.optional().meta({ description: 'Only entries of this reason.' }),
  status: z
    .enum([...quarantineStatus.options, 'closed'])
    .optional()
    .meta({ description: '`closed` is retried or dismissed; all where left out.' }),
  limit: wholeNumberText({ min: 1, max: 100 })
    .optional()
    .meta({ description: 'Entries on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});

export const dismissal = z
  .strictObject({
    reason: textUpTo(1_000).meta({ description: 'Why, for whoever audits it.' }),
  })
  .meta({ id: 'Dismissal', examples: [{ reason: 'sent twice by a broken job' }] });

/** Which entries are meant: those that are open, and fit all that is given. */
const quarantineFilter = z
  .strictObject({
    reason: quarantineReason.optional(),
    source: textUpTo(1_024).optional(),
    type: textUpTo(1_024).optional(),
    subject: textUpTo(1_024).optional(),
  })
  .meta({
    id: 'QuarantineFilter',
    description: 'Which of the open entries are meant: those that fit all that is given here.',
    examples: [{ reason: 'conflict', source: 'urn:shop:api' }],
  });

const manyMembers = {
  filter: quarantineFilter,
  cursor: cursorText.optional().meta({ description: 'Of the answer before.' }),
};

export const dismissalOfMany = z
  .strictObject({
    ...manyMembers,
    reason: textUpTo(1_000).meta({ description: 'Why, for whoever audits it.' }),
  })
  .meta({
    id: 'DismissalOfMany',
    examples: [{ filter: { reason: 'conflict' }, reason: 'sent twice by a broken job' }],
  });

export const retryOfMany = z
  .strictObject(manyMembers)
  .meta({ id: 'RetryOfMany', examples: [{ filter: { subject: 'app-press-review-1' } }] });

export const quarantineDone = z
  .object({
    done: z.int().min(0).meta({ description: 'Entries that were dismissed, or retried.' }),
    skipped: z.int().min(0).meta({
      description: 'Entries that fit and were left: conflicts, which cannot be retried.',
    }),
    nextCursor,
  })
  .meta({
    id: 'QuarantineDone',
    description: 'What was done. With a `nextCursor` there may be more: ask again with it.',
  });
export type QuarantineChangeAnswer = Unchanged<ShapeOf<typeof quarantineDone>>;

export const quarantineEntryId = z
  .string()
  .min(1)
  .max(128)
  .meta({
    examples: ['9f86d081884c7d659a2feaa0c55ad015-3c0f8a21'],
  });

export const quarantineEntry = z
  .object({
    id: quarantineEntryId,
    reason: quarantineReason,
    detail: z.string(),
    status: quarantineStatus,
    dismissal: z.string().optional().meta({ description: 'Why it was dismissed.' }),
    quarantinedAt: instant,
    event: z.object({
      source: z.string(),
      id: z.string(),
      type: z.string(),
      subject: z.string(),
      time: instant,
      data: z.unknown().optional(),
    }),
  })
  .meta({
    id: 'QuarantineEntry',
    examples: [
      {
        id: '9f86d081884c7d659a2feaa0c55ad015-3c0f8a21',
        reason: 'too-old',
        detail: 'it occurred longer ago than is counted without a person’s say',
        status: 'open',
        quarantinedAt: '2026-10-01T09:31:02Z',
        event: {
          source: 'urn:shop:api',
          id: 'req-1',
          type: 'api.call',
          subject: 'app-press-review-1',
          time: '2026-06-01T09:30:00Z',
          data: { bytes: 18_231 },
        },
      },
    ],
  });

export type QuarantineEntryAnswer = Unchanged<ShapeOf<typeof quarantineEntry>>;

export const quarantineList = z.object({ entries: z.array(quarantineEntry), nextCursor }).meta({
  id: 'QuarantineList',
  description: 'A page of what could not be counted. One may be short, or empty, before the last.',
});
