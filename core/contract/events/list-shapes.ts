import * as z from 'zod';
import { backfillName } from '../backfills/names.ts';
import { payerKey } from '../catalog/payer-shape.ts';
import { correctionId } from '../corrections/shapes.ts';
import { quarantineEntry } from '../quarantine/shapes.ts';
import {
  cursorText,
  instant,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { unbilledReason } from '../unbilled/shapes.ts';

export const eventListParameters = z.strictObject({
  subject: textUpTo(1_024)
    .optional()
    .meta({ description: 'Only of this subject; of all where left out.' }),
  from: instant.optional().meta({
    description: 'The first instant; a day before `to` where left out.',
  }),
  to: instant.optional().meta({
    description:
      'The first instant after; a day after `from` where left out, and at most five minutes from now.',
  }),
  limit: wholeNumberText({ min: 1, max: 500 })
    .optional()
    .meta({ description: 'Events on a page at most; 100 where left out.' }),
  cursor: cursorText.optional(),
});

const unpriced = z.literal('unpriced');
const why =
  'A reason of `GET /v1/unbilled`, which lists it; or `unpriced`: no plan prices the meter.';

const countedBy = z
  .object({
    meter: z.string(),
    value: z.string().optional().meta({
      description:
        'What it read: a number, or the member of a set, and 1 where events are counted. Left out where it could read nothing.',
    }),
    customer: payerKey.optional().meta({ description: 'Who pays; left out where nobody does.' }),
    unbilled: z
      .union([unbilledReason, unpriced])
      .optional()
      .meta({
        description: `Why it is in no invoice and will be in none by itself; left out of what is billed, or about to be. ${why}`,
      }),
    mayBeTooLate: z.literal(true).optional().meta({
      description:
        'Some of what its month has of the meter came too late, as `GET /v1/unbilled` says; nothing says which events.',
    }),
  })
  .meta({ id: 'CountedBy', description: 'A meter that has counted an event.' });

const { id, reason, detail, status, dismissal, quarantinedAt } = quarantineEntry.shape;

const listedEvent = z
  .object({
    ...quarantineEntry.shape.event.shape,
    status: z.enum(['recorded', 'counted', 'not-billed', 'quarantined']).meta({
      description: [
        '`recorded`: it is in the log, and usage has not come to it yet, which takes seconds.',
        '`counted`: usage has it, and what at least one meter made of it is billed, or about to be.',
        '`not-billed`: what meters made of it is in no invoice, or no meter is for it.',
        '`quarantined`: it is not counted, for the reason of its entry.',
      ].join(' '),
    }),
    reason: z
      .union([
        unbilledReason,
        unpriced,
        z.enum(['no-meter', 'corrected', 'corrects', 'informational']),
      ])
      .optional()
      .meta({
        description: `Of \`not-billed\`: why. ${why} \`no-meter\`: none is for events of its type, or their filters leave it out. \`corrected\`: a correction took it out, or amended it; what it was amended to is another event of the list. \`corrects\`: it is no usage, and says what a correction did to another event. \`informational\`: a backfill job wrote it so, and \`GET /v1/usage?informational=true\` shows it.`,
      }),
    correction: correctionId.optional().meta({
      description:
        'Of `corrected` and `corrects`: which one, as `GET /v1/corrections/{id}` has it.',
    }),
    backfill: backfillName.optional().meta({ description: 'The backfill job that wrote it.' }),
    meters: z.array(countedBy).meta({ description: 'Those that have counted it.' }),
    quarantine: z.object({ id, reason, detail, status, dismissal, quarantinedAt }).optional().meta({
      description:
        'Its entry in quarantine. Of an event that is counted: it was too old, and was let in.',
    }),
  })
  .meta({
    id: 'ListedEvent',
    examples: [
      {
        source: 'urn:shop:api',
        id: 'req-1',
        type: 'api.call',
        subject: 'app-press-review-1',
        time: '2026-10-01T09:30:00Z',
        data: { bytes: 18_231 },
        status: 'counted',
        meters: [{ meter: 'api_calls', value: '1', customer: 'press-review' }],
      },
    ],
  });

export const eventList = z
  .object({
    from: instant,
    to: instant,
    events: z.array(listedEvent).meta({ description: 'The last first, by their own time.' }),
    quarantinePartial: z.literal(true).optional().meta({
      description:
        'Quarantine has more than the 10,000 entries that a call looks at: some of its events are not here. `GET /v1/quarantine` has all.',
    }),
    nextCursor,
  })
  .meta({ id: 'EventList' });
export type EventListAnswer = Unchanged<ShapeOf<typeof eventList>>;
