import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { draft } from '../invoices/document-shapes.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';

/** Checks a person can overrule. `out-of-bounds` is overruled customer by customer, or for the whole run. */
const waitCodes = ['unreconciled', 'quarantine-open', 'identity-repeated'] as const;
const runChecks = [...waitCodes, 'out-of-bounds'] as const;

const override = z
  .strictObject({
    check: z.enum(runChecks),
    reason: textUpTo(1_000).meta({
      description: 'Kept in the books, with every document it let through.',
    }),
  })
  .meta({ id: 'Override' });

export const billingRunBody = z
  .strictObject({
    period: monthText,
    dryRun: z.boolean().optional().meta({
      description: 'Answers what would be issued, a page at a time, and changes nothing.',
    }),
    overrides: z.array(override).max(runChecks.length).optional(),
    limit: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Drafts on a page of a dry run; 20 where left out.' }),
    cursor: cursorText.optional(),
  })
  .meta({ id: 'BillingRunRequest', examples: [{ period: '2026-03' }] });

const waitReason = z.object({
  code: z.enum(waitCodes),
  detail: z.string(),
});

export const billingRunStarted = z
  .object({
    period: monthText,
    status: z.enum(['started', 'joined']).meta({
      description:
        '`joined`: a run of the month was under way; it closes what was due when it began.',
    }),
  })
  .meta({ id: 'BillingRunStarted' });

export const dryRun = z
  .object({
    period: monthText,
    drafts: z.array(draft),
    skipped: z.array(
      z.object({ customer: payerKey, status: z.literal('not-priced'), detail: z.string() }),
    ),
    months: z
      .array(z.object({ period: monthText, customers: z.int(), waitingFor: z.array(waitReason) }))
      .meta({
        description:
          'Every month that would be closed, oldest first: how many customers’, and why its run waits.',
      }),
    unassigned: z.array(z.string()).meta({
      description: 'All subjects with usage in the month that no customer pays for.',
    }),
    nextCursor,
  })
  .meta({ id: 'DryRun' });

export type DryRunAnswer = Unchanged<ShapeOf<typeof dryRun>>;

const customerRunStatuses = ['closed', 'parked', 'open', 'not-ended'] as const;

/** Where a month stands; folded from the books each time it is asked for. */
export const billingRun = z
  .object({
    period: monthText,
    status: z.enum(['open', 'waiting', 'done']).meta({
      description:
        '`done`: nothing is left but what waits for a person, or for its month to end. `waiting`: `waitingFor` says which checks stop the run.',
    }),
    waitingFor: z.array(waitReason),
    checkedAt: instant.optional().meta({ description: 'When a run last looked.' }),
    customers: z.array(
      z.object({
        customer: payerKey,
        status: z.enum(customerRunStatuses),
        id: z.string().optional(),
        number: z.string().optional(),
        code: z.string().optional(),
        detail: z.string().optional(),
      }),
    ),
    counts: z.object({
      closed: z.int(),
      parked: z.int(),
      open: z.int(),
      'not-ended': z.int(),
    }),
    unassigned: z.array(z.string()).meta({
      description: 'Subjects with usage in the month that no customer pays for; a hundred at most.',
    }),
    nextCursor,
  })
  .meta({ id: 'BillingRun' });
export type BillingRunAnswer = ShapeOf<typeof billingRun>;

export const billingRunParameters = z.strictObject({
  status: z.enum(customerRunStatuses).optional(),
  limit: wholeNumberText({ min: 1, max: 1_000 }).optional(),
  cursor: cursorText.optional(),
});

const shownEvent = z.object({ type: z.string(), subject: z.string(), time: instant });

/** Two events of one identity, in different minutes: both are counted. */
const repeat = z
  .object({
    source: z.string(),
    id: z.string(),
    first: shownEvent,
    again: shownEvent,
    overruled: z
      .object({ reason: z.string(), at: instant })
      .optional()
      .meta({ description: 'That a person let the month be billed with it, and why.' }),
  })
  .meta({ id: 'Repeat' });

export const repeatList = z
  .object({ period: monthText, repeats: z.array(repeat), nextCursor })
  .meta({ id: 'Repeats' });
export type RepeatListAnswer = ShapeOf<typeof repeatList>;

export const repeatsParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 1_000 }).optional(),
  cursor: cursorText.optional(),
});
