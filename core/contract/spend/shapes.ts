import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { payerKey } from '../catalog/payer-shape.ts';
import { decimalText, instant, type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

export const holdId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description: 'As `POST /v1/holds` answered it.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.1f.0'],
  });

/** What names a budget of a payer. */
export const budgetKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit',
  )
  .meta({ description: 'A budget of the payer, by its key.', examples: ['daily'] });

export const idempotency = z
  .string()
  .regex(KEY, 'give 1 to 255 visible ASCII characters, without blanks')
  .optional()
  .meta({
    description:
      'The same request under the same key is done once, and answered as it was. It wins over an `Idempotency-Key`. Kept for 24 hours.',
    examples: ['job-7f3a'],
  });

export const exactMoney = z
  .string()
  .meta({ description: 'In major units, to the nano.', examples: ['0.0042'] });

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'give an ISO 4217 code in capitals, such as EUR')
  .meta({ examples: ['EUR'] });

const fieldName = textUpTo(256);

export const dimensionValues = z
  .record(fieldName, z.string().max(256))
  .refine((names) => Object.keys(names).length <= 10, 'give at most 10 dimensions')
  .meta({
    description:
      'The fields by which the meter keeps usage apart, by name or JSON Pointer. They go into the data.',
  });

const used = {
  payer: payerKey.optional().meta({ description: 'Left out where a payer asks with its token.' }),
  meter: meterKey,
  quantity: decimalText.meta({
    description: 'Above zero. Whole units of a meter that counts, and one for a charge of it.',
    examples: ['1', '5120'],
  }),
  subject: textUpTo(1_024).optional().meta({
    description: 'Whose usage it is. Left out where the payer pays for one subject alone.',
  }),
  dimensions: dimensionValues.optional(),
  data: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'What else the event says: an object of at most 4 KB.' }),
  idempotency,
} as const;

export const chargeBody = z.strictObject(used).meta({
  id: 'ChargeRequest',
  examples: [
    {
      ...{ payer: 'press-review', meter: 'views', quantity: '1', subject: 'reader-7' },
      idempotency: 'view-1029',
    },
  ],
});
export type ChargeBody = ShapeOf<typeof chargeBody>;

export const holdBody = z
  .strictObject({
    ...used,
    expiresIn: z
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .meta({ description: 'Seconds until it ends by itself; 900 where left out.' }),
    lease: z.literal(true).optional().meta({
      description:
        'A server spends it in memory and captures it in parts. What of it nobody reports is counted.',
    }),
    token: textUpTo(400).optional().meta({
      description:
        'Of a key: the payer’s token, as whoever is served sent it. It has to be in force, its limit holds, and only a key ends the hold.',
    }),
  })
  .meta({
    id: 'HoldRequest',
    examples: [
      {
        ...{ payer: 'press-review', meter: 'download_bytes', quantity: '1000000' },
        ...{ subject: 'reader-7', expiresIn: 600, idempotency: 'job-7f3a' },
      },
    ],
  });

export const captureBody = z
  .strictObject({
    quantity: decimalText.meta({
      description: 'What was used: from 0 to what is held.',
      examples: ['734003'],
    }),
    keep: z.literal(true).optional().meta({
      description:
        'What is left stays held: of a lease, which is captured in parts. Then a key is needed.',
    }),
    idempotency,
  })
  .meta({ id: 'CaptureRequest', examples: [{ quantity: '734003' }] });

const left = exactMoney.nullable().meta({
  description:
    'What the payer can still spend after it, with tax: the least of its budgets of money and its wallet. Null where nothing bounds it.',
});
const fresh = z
  .object({
    asOf: instant.meta({
      description: 'Usage that was not asked for here is counted up to then.',
    }),
  })
  .nullable()
  .meta({
    description:
      'How fresh usage is that was not asked for here. Null where nothing bounds the payer, or all its usage is asked for.',
  });

export const priced = {
  net: exactMoney,
  tax: exactMoney,
  amount: exactMoney.meta({ description: '`net` and `tax`: what budgets and the wallet count.' }),
} as const;
const byPasses = z
  .array(z.object({ pass: z.string(), units: z.string() }))
  .optional()
  .meta({
    description:
      'Units of passes, by their ids, that cover it: `amount` is for the rest. Left out where none do.',
  });
const money = { ...priced, currency: z.string(), left, fresh, passes: byPasses } as const;

export const charged = z.object({ id: z.string(), ...money }).meta({
  id: 'Charged',
  description: 'What was charged. The event that records it has this id.',
});
export type ChargedAnswer = Unchanged<ShapeOf<typeof charged>>;

export const held = z
  .object({
    id: holdId,
    ...money,
    endsAt: instant.meta({ description: 'It ends by itself then, and all is given back.' }),
  })
  .meta({
    id: 'Held',
    description:
      'What is held. `amount` is what it would cost by itself now; what it costs is said when it is captured.',
  });

export const captured = z
  .object({
    id: holdId,
    ...money,
    quoted: z
      .object(priced)
      .meta({ description: 'What was said when it was held: of all that was held then.' }),
  })
  .meta({
    id: 'Captured',
    description: 'What was charged of a hold, at what it costs in the order of captures.',
  });

export const released = z
  .object({ id: holdId })
  .meta({ id: 'Released', description: 'A hold of which nothing more is held.' });

export const spendHold = z
  .object({
    id: holdId,
    payer: z.string(),
    status: z.enum(['open', 'ended', 'closed']).meta({
      description:
        '`ended`: by itself; it can still be captured for a day, if it fits. `closed`: captured, released, or ended for longer.',
    }),
    meter: z.string(),
    subject: z.string(),
    quantity: z.string().meta({ description: 'What was asked for.' }),
    left: z.string().meta({ description: 'What of it can still be captured.' }),
    captured: z.string().optional().meta({
      description:
        'What of it was captured. Left out of a closed lease that too much was asked for since to look it up.',
    }),
    lease: z.boolean(),
    createdAt: instant,
    endsAt: instant,
    closedBy: z.enum(['capture', 'release', 'end']).optional().meta({
      description:
        'What closed it: its last capture, a release, or its end, with nothing captured in the day after. Where `captured` is left out, so is this.',
    }),
    closedAt: instant.optional(),
    charged: z
      .object(priced)
      .optional()
      .meta({ description: 'Once it is closed: what its captures cost, in the plan’s currency.' }),
  })
  .meta({ id: 'SpendHold' });
export type SpendHoldAnswer = Unchanged<ShapeOf<typeof spendHold>>;

export const holdList = z
  .object({
    holds: z.array(spendHold).meta({ description: 'The oldest first; at most 1,000 there are.' }),
  })
  .meta({ id: 'HoldList', description: 'All holds that are open, or have ended in the last day.' });
