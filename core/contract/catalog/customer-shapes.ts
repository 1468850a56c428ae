import * as z from 'zod';
import { documentLanguages } from '../invoices/invoice.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  timeZone,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { commitments } from './commitment-shapes.ts';
import { coupons } from './coupon-shapes.ts';
import {
  email,
  orderFields,
  partyFields,
  taxTreatments,
  ublProfile,
  unappliedMoney,
} from './party-shapes.ts';
import { planKey, warnings } from './plan-shapes.ts';

export const customerKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}$/,
    'use 1 to 128 of A-Z, a-z, 0-9 and _ . @ + -, beginning with a letter or digit',
  )
  .meta({ id: 'CustomerKey', description: 'A customer, by its key.', examples: ['press-review'] });

const subject = textUpTo(1_024).meta({
  id: 'Subject',
  description: 'Who used it, as events say it.',
  examples: ['app-press-review-1'],
});

const metadata = z
  .record(
    z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'use 1 to 64 of A-Z, a-z, 0-9 and _ . - as a name'),
    z.string().max(500),
  )
  .refine((entries) => Object.keys(entries).length <= 50, 'send at most 50 entries');

const planChanges = z
  .array(
    z.strictObject({
      plan: planKey.nullable().meta({ description: 'The key of a plan; null for none any more.' }),
      from: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01')
        .meta({ description: 'The day from which it counts.', examples: ['2026-01-01'] }),
    }),
  )
  .min(1)
  .max(100);

const invoiceInterval = z
  .strictObject({
    every: z.enum(['quarter', 'half-year', 'year']).meta({
      description:
        'How often it is invoiced. Months are closed as ever: those before the last of an interval by a statement, which carries what they come to.',
    }),
    from: monthText.optional().meta({
      description: 'A month with which an interval begins; January where left out.',
      examples: ['2026-04'],
    }),
  })
  .optional()
  .meta({
    description:
      'Where it is not invoiced every month. What is charged in advance is charged for all of the next interval.',
    examples: [{ every: 'year', from: '2026-04' }],
  });
export type InvoiceIntervalBody = NonNullable<z.output<typeof invoiceInterval>>;

const billingDay = z.int().min(1).max(28);

const billingFields = {
  billingDay: billingDay.optional().meta({
    description:
      'The day of the month on which its billing periods begin, often that on which it joined; the first where left out. One that is changed counts from the first period that has not begun.',
    examples: [15],
  }),
  invoiceInterval,
  coupons,
  commitments,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR')
    .optional()
    .meta({ description: 'That of its plans, which are refused in any other.' }),
  ...partyFields,
  ...orderFields,
  ublProfile,
  taxes: taxTreatments.optional().meta({
    description: 'How it is taxed, by tax code, where not as the billing settings say.',
  }),
  language: z
    .enum(documentLanguages)
    .optional()
    .meta({
      description: 'Of its documents as PDF, where not as the billing settings say.',
      examples: ['de'],
    }),
  paymentTermsDays: z.int().min(0).max(365).optional().meta({
    description: 'Days from issue until an invoice is due, where not as the billing settings say.',
  }),
  unappliedMoney: unappliedMoney.meta({
    description:
      'What becomes of money that it has paid and no invoice has used, where not as the billing settings say: `use` by the next invoice, or `keep`.',
  }),
  holdReminders: z.boolean().optional().meta({
    description: 'True: it is reminded of nothing, whatever is due. False where left out.',
  }),
  archived: z.literal(true).optional().meta({
    description:
      'Its plan and its subjects end on the day of the change; what it used before is still billed.',
  }),
};

/** What a customer is on the wire, but for its key. */
export const customerBody = z
  .strictObject({
    name: textUpTo(400).meta({ description: 'Whom invoices are made out to.' }),
    subjects: z.array(subject).max(1_000).optional().meta({
      description:
        'Whose usage it pays for, each subject once and no other customer’s. Left out, the customer is a subject itself: its key.',
    }),
    timezone: timeZone.optional().meta({ description: 'IANA; UTC where left out.' }),
    email: email.optional(),
    plan: z
      .union([planKey, planChanges], {
        error:
          'give the key of a plan, or plans with the day each begins, such as [{"plan": "reader", "from": "2026-01-01"}]',
      })
      .optional()
      .meta({
        description:
          'The plan it has from the month on in which it is put, after those before; or each with the day from which it counts, ascending, null for none. Left out, or before the first, it has the default plan of the billing settings.',
        examples: ['reader', [{ plan: 'reader', from: '2026-01-01' }]],
      }),
    ...billingFields,
    metadata: metadata.optional().meta({ description: 'Whatever you want to find again here.' }),
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 to create: refused when there is another. Left out, whatever there is.',
    }),
  })
  .meta({
    id: 'CustomerBody',
    examples: [
      {
        name: 'Press Review',
        subjects: ['app-press-review-1', 'app-press-review-2'],
        timezone: 'Europe/London',
      },
    ],
  });
export type CustomerBody = ShapeOf<typeof customerBody>;

export const tenure = z.object({
  subject: z.string(),
  from: instant.optional(),
  until: instant.optional(),
});

export const customer = z
  .object({
    key: customerKey,
    name: z.string(),
    subjects: z.array(z.string()),
    timezone: z.string(),
    timezones: z
      .array(z.object({ timezone: z.string(), from: z.string() }))
      .optional()
      .meta({
        description:
          'Where it was changed: all it has had, each with the day from which it counts.',
      }),
    billingDays: z
      .array(z.object({ day: billingDay, from: z.string() }))
      .optional()
      .meta({
        description:
          'Where its billing day was changed: all it has had, each with the month from which it counts.',
      }),
    tenures: z.array(tenure).optional().meta({
      description:
        'Subjects that it has not had always, or does not have any more: from when until when it pays for them.',
    }),
    email: z.string().optional(),
    plan: planChanges.optional(),
    ...billingFields,
    metadata: z.record(z.string(), z.string()),
    revision: z.int().min(1),
  })
  .meta({
    id: 'Customer',
    examples: [
      {
        key: 'press-review',
        name: 'Press Review',
        subjects: ['app-press-review-1', 'app-press-review-2'],
        timezone: 'Europe/London',
        metadata: {},
        revision: 1,
      },
    ],
  });
export type CustomerAnswer = Unchanged<ShapeOf<typeof customer>>;

export const couponWarnings = warnings.meta({
  description:
    'Of what was taken, but may not be meant: a coupon of charges or fees that no plan of the customer has.',
});

/** A customer that was put, and what of it may not be meant. */
export const putCustomer = z
  .object({ ...customer.shape, warnings: couponWarnings })
  .meta({ id: 'PutCustomer' });

/** A customer as it is kept: its tenures in milliseconds since 1970, and the month since which it is one. */
export const keptCustomer = customer.omit({ revision: true }).extend({
  tenures: z
    .array(z.object({ subject: z.string(), from: z.int().optional(), until: z.int().optional() }))
    .optional(),
  since: z.string().optional(),
});

/** Periods as they are kept, in milliseconds since 1970. */
export const keptPeriods = z.array(z.object({ start: z.int(), end: z.int() }));

export const customerList = z
  .object({ customers: z.array(customer), nextCursor })
  .meta({ id: 'CustomerList', description: 'A page of the customers, by key.' });

export const customerHistory = z
  .object({
    changes: z.array(
      z.object({
        customer,
        at: instant.optional().meta({ description: 'When it was put.' }),
        by: z.string().optional().meta({ description: 'The id of the API key that put it.' }),
        from: z.string().optional().meta({ description: 'The day from which it counts.' }),
      }),
    ),
    nextCursor,
  })
  .meta({ id: 'CustomerHistory', description: 'What a customer was, the latest first.' });

export const customerListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 1_000 })
    .optional()
    .meta({ description: 'Customers on a page at most; 100 where left out.' }),
  cursor: cursorText.optional(),
});

export const customerChangeParameters = z.strictObject({
  from: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a date such as 2026-01-01')
    .optional()
    .meta({
      description:
        'The day from which the change counts, by the time zone that the customer had. Left out: today, and of a plan without days the first of this month. Nothing of a closed month can be changed.',
      examples: ['2026-01-01'],
    }),
});
