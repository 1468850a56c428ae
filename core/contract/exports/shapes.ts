import * as z from 'zod';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';

const dayOfUtc = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'give a day such as 2026-10-05')
  .meta({ description: 'A day of UTC, `YYYY-MM-DD`.', examples: ['2026-10-05'] });

export const exportId = z
  .string()
  .regex(/^exp_[0-9]{13}[0-9a-f]{16}$/, 'give the id of an export')
  .meta({ examples: ['exp_17960832000000123456789abcdef'] });

export const exportBody = z
  .strictObject({
    from: dayOfUtc.optional().meta({
      description: 'The first day of usage, of UTC; the first that there is where left out.',
    }),
    to: dayOfUtc.optional().meta({
      description: 'The last day of usage, itself included; today where left out.',
    }),
  })
  .meta({ id: 'ExportRequest', examples: [{}, { from: '2026-10-01', to: '2026-10-31' }] });

export const exportAnswer = z
  .object({
    id: exportId,
    state: z.enum(['running', 'done']),
    reason: z.enum(['request', 'schedule']).meta({ description: 'Who asked for it.' }),
    from: dayOfUtc.optional().meta({ description: 'Left out where it is the first day of usage.' }),
    to: dayOfUtc,
    askedAt: instant,
    doneAt: instant.optional(),
    reached: dayOfUtc.optional().meta({
      description: 'Usage before this day is exported, as far as it is sealed.',
    }),
    files: z.int().meta({ description: 'How many files it has put; none where nothing was new.' }),
    rows: z.int(),
    bytes: z.int(),
  })
  .meta({ id: 'Export', description: 'A run over days of usage, and what is new in the books.' });
export type ExportAnswer = Unchanged<ShapeOf<typeof exportAnswer>>;

export const exportList = z
  .object({ exports: z.array(exportAnswer) })
  .meta({ id: 'ExportList', description: 'The last hundred, the last one first.' });

export const exportFileParameters = z.strictObject({
  from: dayOfUtc.optional().meta({
    description: 'Files of usage from this day of UTC on; from the first where left out.',
  }),
  to: dayOfUtc.optional().meta({
    description: 'Up to this day, itself included; today where left out.',
  }),
  cursor: cursorText.optional(),
});

const exportFile = z
  .object({
    table: z.enum(['usage', 'focus', 'books']),
    path: z.string().meta({
      description: 'What its content is asked for by: below the tenant’s part of its table.',
      examples: ['usage/date=2026-10-05/hour=all/part-000001-000012.parquet'],
    }),
    key: z.string().meta({ description: 'Where it is in the bucket of documents.' }),
    rows: z.int(),
    bytes: z.int(),
    sha256: z.string().meta({ description: 'Hexadecimal.' }),
  })
  .meta({ id: 'ExportFile' });
export type ExportFileAnswer = Unchanged<ShapeOf<typeof exportFile>>;

export const exportFileList = z
  .object({ files: z.array(exportFile), nextCursor })
  .meta({ id: 'ExportFileList', description: 'A page of files: of usage by days, then the rest.' });

export const exportContentParameters = z.strictObject({
  path: z
    .string()
    .regex(
      /^(?:usage|focus|books)(?:\/[A-Za-z0-9_=-]+)+\.parquet$/,
      'give a path of GET /v1/exports/files',
    )
    .max(200),
  offset: wholeNumberText({ min: 0, max: Number.MAX_SAFE_INTEGER })
    .optional()
    .meta({ description: 'Where the part begins, in bytes; 0 where left out.' }),
});

export const exportBytes = z.string().meta({
  format: 'binary',
  description: 'At most 3 MB from `offset` on; none past the end.',
});
