import * as z from 'zod';
import { monthText } from '../shapes.ts';
import { money } from './tier-shapes.ts';

const commitment = z
  .strictObject({
    from: monthText.meta({
      description: 'The month with which its first term begins.',
      examples: ['2026-04'],
    }),
    every: z.enum(['quarter', 'half-year', 'year']).meta({
      description: 'How long a term is. The next begins where it ends.',
    }),
    amount: money(
      'What all charges of a term come to together, at least. Its last month charges what is missing.',
    ),
    until: monthText.optional().meta({
      description:
        'The first month that is in no term any more. A term that it cuts is for its part of the amount, by months. Without it, it ends where the next commitment begins, or never.',
      examples: ['2028-04'],
    }),
  })
  .meta({
    id: 'Commitment',
    description:
      'An amount that a customer commits to for a term, and draws down by what it uses. Fixed fees do not count towards it.',
    examples: [{ from: '2026-04', every: 'year', amount: '12000' }],
  });

export const commitments = z.array(commitment).max(100).optional().meta({
  description:
    'What it commits to over terms of several months, in the currency of its plans, ascending by month. A term keeps the month it began with once a month of it is closed.',
});
export type CommitmentBody = z.output<typeof commitment>;
