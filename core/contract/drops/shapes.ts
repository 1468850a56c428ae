import * as z from 'zod';
import {
  cursorText,
  decimalText,
  instant,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { dropId } from './names.ts';

const count = z.int().min(0);

/** Why a drop is refused, or a row of it. */
export const dropFaultCodes = [
  'manifest-malformed',
  'manifest-too-large',
  'file-missing',
  'file-differs',
  'file-unreadable',
  'rows-too-many',
  'row-malformed',
  'row-twice',
  'row-refused',
  'row-conflicts',
  'revision-behind',
  'revision-settled',
  'timezone-differs',
] as const;

const fault = z
  .object({
    code: z.enum(dropFaultCodes),
    detail: z.string(),
    file: z.string().optional(),
    line: z.int().optional().meta({ description: 'Of the file; the titles are line 1.' }),
  })
  .meta({ id: 'TallyDropFault' });
export type DropFaultAnswer = Unchanged<ShapeOf<typeof fault>>;

export const drop = z
  .object({
    id: dropId,
    manifest: z.string().meta({
      description: 'Its key, below the folder of the tenant.',
      examples: ['2026-11-20.manifest.json'],
    }),
    manifestSha256: z.string(),
    status: z.enum(['checking', 'sending', 'accepted', 'refused']).meta({
      description:
        '`checking`: nothing is written yet. `sending`: all was right, and is being written. `refused`: nothing was written.',
    }),
    seenAt: instant,
    endedAt: instant.optional(),
    source: z.string().optional(),
    revision: z.int().optional(),
    timezone: z.string().optional(),
    rows: count.optional().meta({ description: 'Of all its files, once they were checked.' }),
    days: count.optional(),
    sums: z.record(z.string(), decimalText).optional().meta({
      description: 'What each column that was added up comes to.',
    }),
    sent: count.meta({ description: 'Rows that were written, or were there.' }),
    accepted: count,
    repeated: count.meta({ description: 'Rows that were there as they are.' }),
    refused: count.meta({
      description: 'Rows that another one contradicted, which came after the files were checked.',
    }),
    replaced: count.meta({ description: 'Tallies of lower revisions that were taken out.' }),
    faults: z.array(fault).meta({ description: 'Twenty at most.' }),
    moreFaults: count,
    backfill: z.string().meta({
      description: 'Corrections find what it has written by this name, as that of a backfill job.',
    }),
  })
  .meta({
    id: 'TallyDrop',
    examples: [
      {
        ...{ id: 'd0f3k2p0qd1f9a3c7', manifest: '2026-11-20.manifest.json' },
        manifestSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        ...{ status: 'accepted', seenAt: '2026-11-21T02:00:00Z', endedAt: '2026-11-21T02:00:04Z' },
        ...{ source: 'urn:warehouse', revision: 1, timezone: 'UTC', rows: 3, days: 2 },
        ...{ sums: { count: '1280' }, sent: 3, accepted: 3, repeated: 0, refused: 0, replaced: 0 },
        ...{ faults: [], moreFaults: 0, backfill: 'drop.d0f3k2p0qd1f9a3c7' },
      },
    ],
  });
export type DropAnswer = Unchanged<ShapeOf<typeof drop>>;

export const dropList = z
  .object({ drops: z.array(drop), nextCursor })
  .meta({ id: 'TallyDropList' });

export const dropParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 100 }).optional(),
  cursor: cursorText.optional(),
});
