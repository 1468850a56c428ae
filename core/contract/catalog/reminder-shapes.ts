import * as z from 'zod';
import { textUpTo } from '../shapes.ts';

/** Later than this, a payer hears from somebody else. */
const AFTER_DAYS_MAX = 180;
const STEPS_MAX = 6;
const CURRENCIES_MAX = 50;

const step = z
  .strictObject({
    afterDays: z.int().min(1).max(AFTER_DAYS_MAX).meta({
      description: 'Days after the due date on which it comes; more than the one before.',
    }),
    text: textUpTo(2_000).optional().meta({
      description: 'What you say with it: it stands in the letter, and is in the event.',
    }),
  })
  .meta({ id: 'ReminderStep' });

/** Of what payers are reminded, and when. */
export const reminderSettings = z
  .strictObject({
    steps: z.array(step).min(1).max(STEPS_MAX).meta({
      description: 'In their order: each is made at most once of an invoice.',
    }),
    atHour: z.int().min(0).max(23).optional().meta({
      description:
        'The hour of each day, in the time zone of the settings, in which reminders are made. Left out: only when somebody asks.',
    }),
    minimumDue: z
      .record(
        z.string().regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR'),
        z
          .string()
          .max(32)
          .regex(/^\d+(\.\d{1,9})?$/, 'give an amount as a string, such as "5.00"'),
      )
      .refine((amounts) => Object.keys(amounts).length <= CURRENCIES_MAX, 'name 50 at most')
      .optional()
      .meta({
        description:
          'By currency: nobody is reminded of an invoice of which less than this is due.',
        examples: [{ EUR: '5.00' }],
      }),
  })
  .meta({
    id: 'ReminderSettings',
    description: 'Of what is due and not paid, payers are reminded so. Left out: they are not.',
    examples: [{ steps: [{ afterDays: 7 }, { afterDays: 21 }], atHour: 9 }],
  });
