import * as z from 'zod';
import {
  cursorText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  timeZone,
  wholeNumberText,
} from './shapes.ts';

export const customerKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.@+-]{0,127}$/,
    'use 1 to 128 of A-Z, a-z, 0-9 and _ . @ + -, beginning with a letter or digit',
  )
  .meta({ id: 'CustomerKey', examples: ['press-review'] });

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

const email = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'give an address such as billing@example.com');

/** What a customer is on the wire, but for its key. */
export const customerBody = z
  .strictObject({
    name: textUpTo(400),
    subjects: z.array(subject).max(1_000).optional().meta({
      description:
        'Whose usage it pays for, each subject once and no other customer’s. Left out, the customer is a subject itself: its key.',
    }),
    timezone: timeZone.optional().meta({ description: 'IANA; UTC where left out.' }),
    email: email.optional(),
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

export const customer = z
  .object({
    key: customerKey,
    name: z.string(),
    subjects: z.array(z.string()),
    timezone: z.string(),
    email: z.string().optional(),
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
export type CustomerAnswer = ShapeOf<typeof customer>;

export const customerList = z
  .object({ customers: z.array(customer), nextCursor })
  .meta({ id: 'CustomerList', description: 'A page of the customers, by key.' });

export const customerListParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 1_000 })
    .optional()
    .meta({ description: 'Customers on a page at most; 100 where left out.' }),
  cursor: cursorText.optional(),
});
