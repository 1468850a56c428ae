import * as z from 'zod';
import { rollingWindow } from '../catalog/meter-shapes.ts';
import { payerKey } from '../catalog/payer-shape.ts';
import { charge, fixedFee, planKey } from '../catalog/plan-shapes.ts';
import {
  cursorText,
  decimalText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { exactAmount, invoiceLine, invoicePeriod } from './line-shapes.ts';

export const ratedAmount = z
  .string()
  .meta({ description: 'In major units, as rating makes it: up to 24 places, never rounded.' });
const localDay = z.string().meta({ examples: ['2026-01-01'] });

export const explainedStep = z
  .object({
    of: z.string().meta({
      description:
        'What `quantity` counts: `units`, `packages`, `percent`, `events`, … Also `minimum`, `charged`, `fee`, `month`, `billed-before`, `carried`, `exact`, `invoiced`.',
    }),
    tier: z.int().min(1).optional(),
    quantity: z.string(),
    price: z.string().optional(),
    amount: ratedAmount,
  })
  .meta({ id: 'ExplainedStep' });

const documentReference = {
  id: z.string(),
  type: z.enum(['invoice', 'statement', 'void', 'draft']),
  number: z.string().nullable(),
  period: monthText,
};

const price = z
  .object({
    plan: planKey,
    effectiveFrom: localDay.meta({ description: 'Of the version that was in force.' }),
    charge: charge.optional(),
    fee: fixedFee.optional(),
    minimumCommitment: z.string().optional(),
  })
  .meta({ id: 'ExplainedPrice', description: 'As the plan says it.' });

const stretch = z
  .object({
    period: invoicePeriod,
    month: monthText,
    days: z.int().min(0),
    daysOfMonth: z.int().min(1),
  })
  .meta({ id: 'ExplainedStretch', description: 'The part of a month that the line is for.' });

const billedBy = z.object({ ...documentReference, quantity: decimalText, ratedAmount }).meta({
  id: 'BilledBy',
  description: 'A document that billed this charge of this month, or took it back.',
});

const usage = z
  .object({
    meter: z.string(),
    aggregation: z.string(),
    eventType: z.string(),
    dimensions: z.array(z.string()),
    subjects: z.int().min(0).meta({ description: 'How many the customer pays for.' }),
    quantity: decimalText.meta({ description: 'As of now, of the whole stretch.' }),
    ratedAmount,
    addsUp: z.boolean().meta({
      description:
        'Whether tallies add up to `quantity`; what is distinct, least, greatest or latest does not.',
    }),
    opening: z
      .object({
        level: decimalText.meta({ description: 'Where the stretch begins.' }),
        quantity: decimalText
          .optional()
          .meta({ description: 'What of `quantity` comes of it; tallies add up to the rest.' }),
      })
      .optional()
      .meta({ description: 'Of a level that had stood at something before.' }),
    monthQuantity: decimalText.optional().meta({
      description: 'Of a level that has several prices: `quantity` is its share of this by time.',
    }),
    window: rollingWindow.optional().meta({ description: 'Of a meter of trailing windows.' }),
    windows: z
      .array(z.object({ start: instant, end: instant, quantity: decimalText }))
      .optional()
      .meta({
        description:
          'Each ends with a day that is charged. The greatest, or their mean, is `monthQuantity`, or `quantity` where that is of the whole month.',
      }),
    billed: z.array(billedBy).meta({ description: 'In the order of the books.' }),
    difference: z
      .object({
        quantity: decimalText.meta({
          description: 'Usage as of now less what was billed by this document and those before it.',
        }),
        billedSince: decimalText,
        open: decimalText.meta({ description: 'In no document yet.' }),
        detail: z.string(),
      })
      .optional()
      .meta({ description: 'Only where usage has changed since.' }),
  })
  .meta({ id: 'ExplainedUsage' });

const tally = z
  .object({
    start: instant,
    end: instant,
    subject: z.string(),
    dimensions: z.record(z.string(), z.string().nullable()),
    quantity: decimalText,
  })
  .meta({ id: 'ExplainedTally', description: 'What one subject used in one day or hour.' });

const event = z
  .object({
    source: z.string(),
    id: z.string(),
    time: instant,
    subject: z.string(),
    dimensions: z.record(z.string(), z.string().nullable()),
    value: z
      .string()
      .meta({ description: 'What the meter reads off it; 1 where events are counted.' }),
  })
  .meta({ id: 'ExplainedEvent' });

/** Where one line of a document comes from. */
export const lineExplanation = z
  .object({
    invoice: z.object({
      type: z.enum(['invoice', 'credit-note', 'statement']),
      id: z.string(),
      number: z.string().nullable(),
      status: z.string(),
      customer: payerKey,
      currency: z.string(),
      period: invoicePeriod,
    }),
    line: invoiceLine,
    reason: z.string().meta({ description: 'In a sentence, for people.' }),
    price: price.optional(),
    stretch: stretch.optional(),
    steps: z.array(explainedStep).meta({
      description:
        'They add up to the line’s exact amount, which the line itself says to the nano.',
    }),
    carried: z
      .array(
        z.object({
          ...documentReference,
          exactAmount,
          invoicedWith: monthText.optional().meta({
            description:
              'Of a month within an interval: the last one of that. Its usage is in the lines of this statement.',
          }),
        }),
      )
      .optional()
      .meta({
        description: 'What each earlier document left, latest first; they add up to the line.',
      }),
    usage: usage.optional(),
    tallies: z
      .array(tally)
      .optional()
      .meta({ description: 'Only of usage, and without `events`.' }),
    events: z.array(event).optional().meta({ description: 'Only of usage, with `events`.' }),
    nextCursor,
  })
  .meta({
    id: 'LineExplanation',
    description:
      'From a line to its price, its tallies, and the events that they were folded from.',
  });
export type LineExplanationAnswer = Unchanged<ShapeOf<typeof lineExplanation>>;

export const explanationParameters = z.strictObject({
  window: z.enum(['day', 'hour']).optional().meta({
    description: 'What tallies are of, by the customer’s calendar; a day where left out.',
  }),
  events: z.enum(['true', 'false']).optional().meta({
    description: 'The events themselves instead of tallies, in the order of their times.',
  }),
  limit: wholeNumberText({ min: 1, max: 1_000 })
    .optional()
    .meta({ description: 'Tallies, or events, on a page at most; 100 where left out.' }),
  cursor: cursorText.optional(),
});
