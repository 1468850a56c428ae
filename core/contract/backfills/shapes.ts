import * as z from 'zod';
import { rejectedEvent } from '../problem-shapes.ts';
import {
  cursorText,
  decimalText,
  instant,
  nextCursor,
  type ShapeOf,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { backfillName } from './names.ts';

const month = z.string().meta({ description: 'In UTC, `YYYY-MM`.', examples: ['2025-10'] });
const count = z.int().min(0);

const billing = z.enum(['adjust', 'informational']).meta({
  description: [
    '`adjust`: as usage that comes late is, of closed months as adjustments at their own prices.',
    '`informational`: never; `GET /v1/usage?informational=true` shows it.',
  ].join(' '),
});

const asked = {
  name: backfillName,
  from: instant,
  to: instant.meta({ description: 'Not counted itself; ten years after `from` at most.' }),
  billing,
};

export const backfillRequest = z
  .strictObject({
    ...asked,
    eventsPerSecond: z.int().min(1).max(2_000).optional().meta({
      description: 'Of all requests of the job together; 500 where left out.',
    }),
    dryRun: z.boolean().optional().meta({
      description: 'Look at the events, count them, and write nothing.',
    }),
  })
  .meta({
    id: 'BackfillRequest',
    examples: [
      {
        ...{ name: 'history-2025', billing: 'informational' },
        ...{ from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      },
    ],
  });

const head = {
  ...asked,
  eventsPerSecond: z.int(),
  dryRun: z.boolean(),
  status: z.enum(['open', 'closed', 'cancelled']),
  openedAt: instant,
  openedBy: z.string().meta({ description: 'The id of the key that opened it.' }),
  endedAt: instant.optional(),
  endedBy: z.string().optional(),
};

const refusals = z
  .array(z.object({ code: z.string(), events: count }))
  .meta({ description: 'Events that were not taken, by the code that each was answered with.' });

const monthCounts = { month, accepted: count, repeated: count };

const backfillMonth = z
  .object({
    ...monthCounts,
    outcome: z.enum(['billed', 'listed', 'never']).meta({
      description: [
        '`billed`: by the invoice of the month, or as an adjustment of a later one.',
        '`listed`: nothing reaches back so far; `GET /v1/unbilled` of the month lists it as `too-late`, but for what a month that is still open bills.',
        '`never`: it is informational.',
      ].join(' '),
    }),
  })
  .meta({ id: 'BackfillMonth' });

const addition = z
  .object({
    ...{ month, meter: z.string(), events: count },
    adds: decimalText.optional().meta({
      description: 'Left out of meters whose quantities do not add up, such as `max`.',
    }),
  })
  .meta({ id: 'BackfillAddition' });

export const backfill = z
  .object({
    ...head,
    accepted: count.meta({ description: 'Events that it has written; of a dry run, would have.' }),
    repeated: count.meta({ description: 'Events that were there as they are.' }),
    refused: refusals,
    underWay: count.meta({
      description:
        'Events of requests that are at work, or have died: sent again, they are counted.',
    }),
    unanswered: count.meta({
      description:
        'Of a job that has ended: events of requests that have died, which it has not written.',
    }),
    months: z.array(backfillMonth),
    additions: z.array(addition).optional().meta({
      description: 'Of a dry run: what it would add to usage, by month and meter; 500 at most.',
    }),
  })
  .meta({
    id: 'Backfill',
    examples: [
      {
        ...{ name: 'history-2025', from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
        ...{ billing: 'informational', eventsPerSecond: 500, dryRun: false, status: 'open' },
        ...{ openedAt: '2026-11-03T00:00:00Z', openedBy: 'key-1' },
        ...{ accepted: 2, repeated: 1, underWay: 0, unanswered: 0 },
        refused: [{ code: 'event.outside-backfill', events: 1 }],
        months: [{ month: '2025-10', accepted: 2, repeated: 1, outcome: 'never' }],
      },
    ],
  });
export type BackfillAnswer = Unchanged<ShapeOf<typeof backfill>>;

const listed = z.object(head).meta({ id: 'ListedBackfill' });
export const backfillList = z
  .object({ backfills: z.array(listed), nextCursor })
  .meta({ id: 'BackfillList' });

export const backfillParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: 100 }).optional(),
  cursor: cursorText.optional(),
});

export const backfillTaken = z
  .object({
    ...{ accepted: count, repeated: count },
    months: z.array(z.object(monthCounts)),
    rejected: z.array(rejectedEvent),
  })
  .meta({
    id: 'BackfillTaken',
    description:
      'What became of the events of a request. Sent again, it is answered so once more, and counted once.',
    examples: [
      {
        ...{ accepted: 1, repeated: 0, rejected: [] },
        months: [{ month: '2025-10', accepted: 1, repeated: 0 }],
      },
    ],
  });
