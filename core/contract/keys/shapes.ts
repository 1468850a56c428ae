import * as z from 'zod';
import { scopes } from '../route.ts';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';

export const keyListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 200 })
    .optional()
    .meta({ description: 'Keys on a page at most; 100 where left out.' }),
  cursor: cursorText.optional(),
});

const listedKey = z
  .object({
    keyId: z.string().meta({ description: 'The third part of the key, between underscores.' }),
    mode: z.enum(['live', 'test']),
    name: z.string().optional().meta({ description: 'What a person calls it.' }),
    scopes: z.array(z.enum(scopes)),
    createdAt: instant,
    expiresAt: instant.optional().meta({ description: 'From then on it is refused.' }),
    revokedAt: instant.optional(),
    lastUsed: z
      .string()
      .optional()
      .meta({
        description: 'The last day on which it was used, `YYYY-MM-DD` of UTC, where one is known.',
        examples: ['2026-10-01'],
      }),
  })
  .meta({ id: 'ListedKey', description: 'An API key, without its secret or what is kept of it.' });
export type ListedKeyAnswer = Unchanged<ShapeOf<typeof listedKey>>;

export const keyList = z.object({ keys: z.array(listedKey), nextCursor }).meta({
  id: 'KeyList',
  description: 'A page of the keys, by their ids.',
  examples: [
    {
      keys: [
        {
          keyId: '7sNQv0YpCwz3Kd1M',
          mode: 'live',
          name: 'web shop',
          scopes: ['events:write'],
          createdAt: '2026-09-01T08:00:00Z',
          lastUsed: '2026-10-01',
        },
      ],
    },
  ],
});
