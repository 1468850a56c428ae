import * as z from 'zod';
import { instant, monthText } from '../shapes.ts';

const finding = z
  .object({
    code: z.string(),
    detail: z.string(),
    expected: z.string().optional().meta({
      description: 'By what it is made from; left out where the fault is no value.',
    }),
    found: z.string().optional(),
    action: z.string().meta({ description: 'What to do about it.' }),
  })
  .meta({ id: 'Finding' });

const comparison = z
  .object({
    kind: z.enum(['books', 'totals', 'invoices']).meta({
      description: [
        '`books`: all documents, with one another and with the projections of them.',
        '`totals`: of the last two days and a stretch of older hours, with the usage log, to the byte.',
        '`invoices`: of a month, what the totals have and what is billed, about to be, or listed as not billed.',
      ].join(' '),
    }),
    period: monthText.optional().meta({ description: 'Of invoices, their month.' }),
    begunAt: instant.meta({ description: 'What had come by then was compared.' }),
    endedAt: instant,
    compared: z
      .int()
      .min(0)
      .meta({ description: 'Documents of the books, hours of totals, meters of invoices.' }),
    differing: z.int().min(0).meta({ description: 'How many findings there are in all.' }),
    findings: z.array(finding).max(50).meta({ description: 'The first of them.' }),
  })
  .meta({ id: 'Comparison' });

export const reconciliation = z
  .object({
    status: z.enum(['agrees', 'differs', 'overdue']).meta({
      description:
        '`differs`: something was found. `overdue`: nothing was, and no pass has ended for 30 hours, or ever.',
    }),
    begunAt: instant.optional().meta({
      description: 'When the last pass began that has ended; left out where none has.',
    }),
    endedAt: instant.optional(),
    comparisons: z.array(comparison),
  })
  .meta({
    id: 'Reconciliation',
    description: 'What the last passes found. Nothing is compared when it is asked for.',
  });
