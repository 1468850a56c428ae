import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { instant, monthText, type ShapeOf, type Unchanged } from '../shapes.ts';
import { amendment, correctionId, filter, meterKey, named } from './shapes.ts';

const usageChange = z
  .object({
    subject: z.string(),
    meter: meterKey,
    period: monthText.meta({ description: 'A month of UTC, as `GET /v1/usage` has it.' }),
    before: z.string().optional().meta({
      description:
        'Left out where there is none: of nothing there is no least, greatest or latest.',
    }),
    after: z.string().optional(),
    difference: z.string().optional().meta({ description: 'What `after` is more than `before`.' }),
  })
  .meta({ id: 'UsageChange' });

const monthChange = z
  .object({
    customer: payerKey,
    period: monthText.meta({ description: 'By the calendar of the payer.' }),
    bills: z.enum(['invoice', 'adjustment', 'too-late']).meta({
      description:
        '`invoice`: the month is not closed, and its own invoice says it. `adjustment`: it is closed, and the next invoice has an adjustment. `too-late`: nothing bills it by itself; it is on the list of what is not billed.',
    }),
    closedBy: z
      .object({ id: z.string(), number: z.string().optional() })
      .optional()
      .meta({ description: 'The document that closed it, which stays as it is.' }),
    events: z.int().meta({
      description: 'Events of it. 0 where only a level of before goes on.',
    }),
    currency: z.string().optional(),
    before: z.string().optional().meta({
      description:
        'What its charges come to by all usage that the log has, without tax: up to 24 places.',
    }),
    after: z.string().optional(),
    difference: z.string().optional().meta({
      description: 'By so much it would be adjusted, before it is rounded and taxed.',
    }),
    unpriced: z.string().optional().meta({ description: 'Why nothing prices it.' }),
  })
  .meta({ id: 'MonthChange' });

export const correctionDryRun = z
  .object({
    dryRun: z.literal(true),
    does: z.enum(['void', 'amend', 'take-back']),
    takesBack: correctionId
      .optional()
      .meta({ description: 'The correction; `events`, `where` and `amend` are its own.' }),
    events: named.optional(),
    where: filter.optional(),
    amend: amendment.optional(),
    corrects: z.int().meta({
      description: 'Events that it would correct; of a take-back, that would count as before.',
    }),
    already: z.int().meta({
      description: 'Events that fit and would be left, as another correction has corrected them.',
    }),
    charged: z.int().meta({
      description: 'Events that fit and would be left: those of charges and captures.',
    }),
    unchanged: z.int().meta({
      description:
        'Events that fit and would be left, as they say so already, or would be too large.',
    }),
    settled: z.int().meta({
      description:
        'Events that fit and would be left: later months may stand on levels that they are part of.',
    }),
    upTo: instant.optional().meta({
      description:
        'There are more events than one request looks at: all that is said is of those before this hour, and of some in it. Left out where all was looked at.',
    }),
    usage: z.array(usageChange).meta({
      description: 'The first hundred of what it touches, by subject, meter and month.',
    }),
    usageTotal: z.int().meta({ description: 'Of how many it touches usage.' }),
    months: z.array(monthChange).optional().meta({
      description:
        'The first fifty of the payers’ months that change. Left out where the tenant has no billing settings, as nobody is billed then.',
    }),
    monthsTotal: z.int().meta({ description: 'How many months of payers change.' }),
    withoutPayer: z.int().meta({ description: 'Events that no payer’s month has.' }),
    ofOthers: z.int().meta({
      description:
        'Events of payers that are not looked at: of more than fifty, those that have fewest.',
    }),
  })
  .meta({
    id: 'CorrectionDryRun',
    description: 'What a correction would do; nothing is done.',
  });
export type CorrectionDryRunAnswer = Unchanged<ShapeOf<typeof correctionDryRun>>;
