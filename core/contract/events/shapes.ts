import * as z from 'zod';
import { rejectedEvent } from '../problem-shapes.ts';
import { instant, type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';

const attribute = textUpTo(1_024);
const time = instant.optional().meta({
  description: 'When it happened; may be left out where `id` is a UUIDv7 or a ULID, which says it.',
});

const identity = {
  id: attribute.meta({
    description:
      'What tells this event from all others of its source; the same when it is sent again, as is `time`.',
  }),
  source: attribute.meta({ description: 'Who sends it.' }),
  type: attribute.meta({ description: 'What happened.' }),
  subject: attribute.meta({ description: 'Who used it, as you call them.' }),
  time,
};

const data = z.unknown().optional().meta({ description: 'What is counted or grouped by.' });

const anEvent = {
  id: 'req-20261001-0001',
  source: 'urn:shop:api',
  type: 'api.call',
  subject: 'app-press-review-1',
  time: '2026-10-01T09:30:00Z',
  data: { endpoint: '/articles', status: 200, bytes: 18_231 },
};

/** An event as plain JSON. */
export const plainEvent = z
  .strictObject({ ...identity, data })
  .meta({ id: 'PlainEvent', examples: [anEvent] });

/** An event in CloudEvents 1.0's structured mode; extension attributes are accepted and not kept. */
export const cloudEvent = z
  .looseObject({
    specversion: z.literal('1.0'),
    ...identity,
    datacontenttype: z.string().optional(),
    data,
    data_base64: z.base64().optional(),
  })
  .meta({ id: 'CloudEvent', examples: [{ specversion: '1.0', ...anEvent }] });

export const cloudEventBatch = z
  .array(cloudEvent)
  .min(1)
  .max(1_000)
  .meta({ id: 'CloudEventBatch' });

const someEvent = z.union([plainEvent, cloudEvent]);

/** Any event or array of events, as `application/json`. */
export const anyEvents = z
  .union([someEvent, z.array(someEvent).min(1).max(1_000)])
  .meta({ id: 'Events' });

export const eventsAccepted = z
  .object({
    accepted: z.int().min(0),
    rejected: z.array(rejectedEvent),
  })
  .meta({
    id: 'EventsAccepted',
    description:
      'The queue has every accepted event; one sent before, as it was, is accepted and counted once.',
    examples: [
      {
        accepted: 99,
        rejected: [
          {
            index: 7,
            id: 'req-7',
            code: 'event.too-old',
            detail: 'send events within 35 days of their time',
            param: '/time',
          },
        ],
      },
    ],
  });
export type EventsAccepted = Unchanged<ShapeOf<typeof eventsAccepted>>;
