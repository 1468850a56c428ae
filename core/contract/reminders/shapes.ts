import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { amount, day } from '../invoices/line-shapes.ts';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  wholeNumberText,
} from '../shapes.ts';
import { reminderReasons } from './words.ts';

const REMINDERS_MAX = 100;

export const reminderId = z
  .string()
  .min(1)
  .max(80)
  .meta({ examples: ['rem_9f86d081884c7d659a2feaa0c55ad015'] });

const dayText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-31')
  .meta({ examples: ['2026-12-15'] });

/** What is said of an invoice wherever reminders are spoken of. */
const remindedOf = {
  invoice: z.object({ id: z.string(), number: z.string(), dueDate: day.optional() }),
  customer: payerKey,
  currency: z.string(),
  amountDue: amount.meta({ description: 'What was due of the invoice then.' }),
};

const stepFields = {
  level: z.int().min(1).meta({
    description: 'Which reminder of the invoice it is: of each level there is one at most.',
  }),
  afterDays: z.int().meta({ description: 'Days after the due date on which it was to come.' }),
  daysOverdue: z.int(),
  skipped: z.array(z.int()).meta({
    description: 'Levels before it that were never made: it was due by then, too.',
  }),
  text: z.string().optional().meta({ description: 'What the settings say with it.' }),
};

export const reminder = z
  .object({
    id: z.string(),
    ...remindedOf,
    ...stepFields,
    day: day.meta({ description: 'On which it was made, in the seller’s time zone.' }),
    at: instant,
  })
  .meta({ id: 'Reminder', description: 'A payer was reminded of an invoice. It never changes.' });
export type ReminderAnswer = ShapeOf<typeof reminder>;

export const reminderList = z
  .object({ reminders: z.array(reminder), nextCursor })
  .meta({ id: 'ReminderList', description: 'A page of reminders, in the order of the books.' });

export const reminderListParameters = z.strictObject({
  customer: payerKey.optional(),
  limit: wholeNumberText({ min: 1, max: 200 })
    .optional()
    .meta({ description: 'Reminders on a page at most; 50 where left out.' }),
  cursor: cursorText.optional(),
});

export const reminderParameters = z.strictObject({
  format: z
    .enum(['json', 'pdf'])
    .optional()
    .meta({ description: 'Wins over `Accept`, so that a link is enough.' }),
});

export const remindBody = z
  .strictObject({
    dryRun: z.boolean().optional().meta({
      description: 'True: only says which would be made, and of whom nobody is reminded, and why.',
    }),
    asOf: dayText.optional().meta({
      description: 'Of a dry run: the day to look at, up to a year ahead. Today where left out.',
    }),
    limit: z.int().min(1).max(REMINDERS_MAX).optional().meta({
      description: 'Reminders to make at most; 100 where left out.',
    }),
    cursor: cursorText.optional(),
  })
  .meta({ id: 'RemindRequest', examples: [{ dryRun: true }] });

const made = z
  .object({
    id: z.string().optional().meta({ description: 'Not of a dry run.' }),
    ...remindedOf,
    ...stepFields,
  })
  .meta({ id: 'MadeReminder' });

const notReminded = z
  .object({
    ...remindedOf,
    because: z.enum(reminderReasons).meta({
      description: [
        '`no-step-yet`: its next step is to come later. `all-made`: there is no further step.',
        '`too-recent`: the last one was made so short a time ago that the next has to wait.',
        '`below-minimum`: less is due than `minimumDue` says. `paused`: somebody paused it.',
        '`customer-held`: its customer is reminded of nothing. `collecting`: a rail is at it.',
      ].join(' '),
    }),
  })
  .meta({ id: 'NotReminded' });

const count = z.int().min(0);

export const reminded = z
  .object({
    day: day.meta({ description: 'As of which, in the seller’s time zone.' }),
    dryRun: z.boolean(),
    reminders: z.array(made).meta({ description: 'Made now, or to be made.' }),
    others: z.array(notReminded).meta({ description: 'Overdue, and nobody is reminded of them.' }),
    settled: z
      .object({ paid: count, credited: count, uncollectible: count, void: count })
      .meta({ description: 'How many of those that fell due have nothing due any more.' }),
    nextCursor: nextCursor.meta({
      description: 'Send it as `cursor` to go on: there may be more that fell due.',
    }),
  })
  .meta({
    id: 'Reminded',
    description: 'Of a stretch of the invoices that fell due within a year, the oldest first.',
  });

export const pauseBody = z
  .strictObject({
    until: dayText.optional().meta({
      description:
        'From this day on reminders may come again; a year ahead at most. Left out: the pause ends now.',
    }),
    reason: textUpTo(1_000).meta({ description: 'Why, for whoever audits it.' }),
  })
  .meta({ id: 'PauseRequest', examples: [{ until: '2026-12-15', reason: 'disputed' }] });

export const pauseRecorded = z
  .object({ id: z.string(), isNew: z.boolean(), until: day.optional(), reason: z.string() })
  .meta({ id: 'RecordedPause', description: 'The document of the books, or that there was.' });
