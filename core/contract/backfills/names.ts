import * as z from 'zod';

export const backfillName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit',
  )
  .meta({
    id: 'BackfillName',
    description: 'A backfill job, by the name that it was opened under.',
    examples: ['history-2025'],
  });
