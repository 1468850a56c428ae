import * as z from 'zod';
import { instant, type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';

const attribute = textUpTo(1_024);
const properties = z.record(z.string(), z.unknown());

/** An event as Lago's clients send it, but for its time. */
const sentFields = {
  transaction_id: attribute.meta({ description: 'The id of the event.' }),
  external_subscription_id: attribute.meta({ description: 'Its subject.' }),
  code: attribute.meta({ description: 'Its type.' }),
  properties: properties.nullish().meta({ description: 'Its data.' }),
};

const timestamp = z
  .union([z.number(), z.string().max(60)])
  .nullish()
  .meta({
    description:
      'When it happened, in seconds since 1970, with decimals or without. May be left out where `transaction_id` is a UUIDv7 or a ULID.',
  });

const lagoEvent = z.strictObject({ ...sentFields, timestamp }).meta({
  id: 'LagoEvent',
  examples: [
    {
      transaction_id: 'request-5',
      external_subscription_id: 'sub_9',
      code: 'api_requests',
      timestamp: '1795340580.123',
      properties: { gb: '0.25' },
    },
  ],
});

export const lagoEventBody = z.strictObject({ event: lagoEvent });
export const lagoBatchBody = z.strictObject({ events: z.array(lagoEvent).min(1).max(1_000) });

/** As a parser in core reads it: a number has all its digits there. */
const lagoEventRead = z.strictObject({ ...sentFields, timestamp: z.unknown().optional() });
export const lagoEventBodyRead = z.strictObject({ event: lagoEventRead });
export const lagoBatchBodyRead = z.strictObject({
  events: z.array(lagoEventRead).min(1).max(1_000),
});
export type LagoEventRead = Unchanged<ShapeOf<typeof lagoEventRead>>;

const nothing = z.null().meta({ description: 'There is no such thing here.' });

const lagoEventAccepted = z
  .object({
    lago_id: nothing,
    transaction_id: z.string(),
    lago_customer_id: nothing,
    lago_subscription_id: nothing,
    external_subscription_id: z.string(),
    code: z.string(),
    timestamp: instant,
    properties,
    created_at: instant.meta({ description: 'When it was accepted.' }),
  })
  .meta({ id: 'LagoEventAccepted' });
export type LagoEventAccepted = Unchanged<ShapeOf<typeof lagoEventAccepted>>;

export const lagoEventAnswer = z.object({ event: lagoEventAccepted });
export const lagoBatchAnswer = z.object({ events: z.array(lagoEventAccepted) });
