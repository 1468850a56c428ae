import * as z from 'zod';
import { instant, type ShapeOf, type Unchanged } from '../shapes.ts';
import { exactMoney } from '../spend/shapes.ts';

const passId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description: 'A pass that was bought, by its id.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.3.0'],
  });

/** What a pass is that was bought. */
export const boughtFields = {
  id: passId,
  key: z.string(),
  name: z.string(),
  meter: z.string(),
  filter: z.record(z.string(), z.array(z.string())).optional(),
  units: z.string().meta({ description: 'With `flat`: its ceiling.' }),
  flat: z.literal(true).optional().meta({ description: 'All one can use, up to its ceiling.' }),
  price: exactMoney.meta({ description: 'With tax.' }),
  currency: z.string(),
  boughtAt: instant,
  resetsAt: instant.meta({
    description: 'Nothing more is used of it from then on: it is to be bought anew.',
  }),
} as const;

/** A pass, and what is left of it. */
export const passState = z
  .object({
    ...boughtFields,
    used: z.string(),
    held: z.string().meta({ description: 'What open holds keep of it.' }),
    left: z.string().meta({ description: 'What can be used or held: its units less both.' }),
  })
  .meta({ id: 'PassState' });
export type PassStateAnswer = Unchanged<ShapeOf<typeof passState>>;
