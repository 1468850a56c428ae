import * as z from 'zod';
import { monthText } from '../shapes.ts';
import { exactAmount } from './line-shapes.ts';

const exact = z.string().meta({ description: 'Exact, down to 24 places.', examples: ['7689.5'] });

/** How far a term is drawn down; as `DocumentCommitment` in `of-months.ts`. */
export const commitment = z
  .object({
    from: monthText.meta({ description: 'The first month of the term.' }),
    last: monthText.meta({ description: 'Its last month, which charges what is missing.' }),
    amount: exact.meta({ description: 'What all its charges come to together, at least.' }),
    used: exact.meta({ description: 'What they come to so far.' }),
    left: exact,
    charged: exact.optional().meta({
      description: 'What was charged as it was missing; left out where nothing.',
    }),
  })
  .optional()
  .meta({
    id: 'DocumentCommitment',
    description:
      'Where the customer commits to an amount over a term: how far it is drawn down by all months that are billed, this one included.',
    examples: [
      { from: '2026-01', last: '2026-12', amount: '12000', used: '4310.5', left: '7689.5' },
    ],
  });

/** The months that the invoice of an interval carries in. */
export const carriedFrom = z
  .array(z.object({ id: z.string(), period: monthText, exactAmount }))
  .optional()
  .meta({
    description:
      'Where the customer is invoiced by intervals: the months before the last that are in what is carried in, each with the id of its statement and what that carried on.',
  });
