import * as z from 'zod';
import { textUpTo } from '../shapes.ts';

const payload = z.object({ stripe_customer_id: textUpTo(1_024) }).catchall(z.string());
const seconds = z.int().min(0);

/** A meter event as a form has it: `payload[value]=25`. */
export const stripeMeterEventForm = z
  .strictObject({
    event_name: textUpTo(1_024).meta({ description: 'The type of the event.' }),
    payload: payload.meta({
      description:
        '`stripe_customer_id` is the subject, and needed; all others are the data of the event, as strings.',
    }),
    identifier: textUpTo(1_024).optional().meta({
      description: 'The id of the event; left out, the `Idempotency-Key` of the request.',
    }),
    timestamp: seconds.optional().meta({
      description:
        'When it happened, in seconds since 1970. May be left out where `identifier` is a UUIDv7 or a ULID.',
    }),
  })
  .meta({ id: 'StripeMeterEventForm' });

export const stripeMeterEvent = z
  .object({
    object: z.literal('billing.meter_event'),
    created: seconds.meta({ description: 'When it was accepted.' }),
    event_name: z.string(),
    identifier: z.string(),
    livemode: z.boolean().meta({ description: 'Whether the key is a live one.' }),
    payload,
    timestamp: seconds,
  })
  .meta({
    id: 'StripeMeterEvent',
    examples: [
      {
        object: 'billing.meter_event',
        created: 1_795_340_581,
        event_name: 'api_requests',
        identifier: 'request-5',
        livemode: true,
        payload: { stripe_customer_id: 'cus_9', value: '25' },
        timestamp: 1_795_340_580,
      },
    ],
  });
