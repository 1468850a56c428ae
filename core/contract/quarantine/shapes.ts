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

export const quarantineParameters = z.strictObject({
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
    reason: z.enum(['conflict', 'too-old']),
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
