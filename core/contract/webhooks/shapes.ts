import * as z from 'zod';
import { cursorText, instant, nextCursor, wholeNumberText } from '../shapes.ts';
import { testKind, webhookKindNames, webhookKinds } from './kinds.ts';

const LIMIT_MAX = 200;
const URL_LENGTH_MAX = 2_048;

export const webhookKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,63}$/,
    'use 1 to 64 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit',
  )
  .meta({ id: 'WebhookKey', examples: ['accounting'] });

const kind = z.enum(webhookKindNames).meta({
  id: 'WebhookEventKind',
  description: Object.entries(webhookKinds)
    .map(([name, means]) => `\`${name}\`: ${means}`)
    .join(' '),
});

const eventId = z
  .string()
  .regex(/^evt_[bf]_\d{1,15}_\d{1,5}_[0-9a-f]{32}$/, 'give the id of an event, its webhook-id')
  .meta({ examples: ['evt_b_12_0_5d41402abc4b2a76b9719d911017c592'] });

export const webhookBody = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .max(URL_LENGTH_MAX)
      .meta({
        description:
          'Where events are posted to: `https`, at port 443 or 8443, without credentials and without a fragment. An address that is not public is never called.',
        examples: ['https://shop.example/farthing'],
      }),
    events: z.array(kind).min(1).max(50).meta({ description: 'The kinds to send.' }),
    enabled: z.boolean().optional().meta({
      description:
        'True where left out. What happens while it is false is sent once it is true again. True also takes up again what was parked.',
    }),
  })
  .meta({ id: 'WebhookBody' });

const failing = z
  .object({
    event: z.string().meta({ description: 'The event that waits, and all after it.' }),
    since: instant,
    attempts: z.int().min(1),
    reason: z.string(),
    retryAt: instant.optional().meta({ description: 'Left out where it is parked.' }),
  })
  .meta({ id: 'WebhookFailing' });

const webhookFields = {
  key: webhookKey,
  url: z.string(),
  events: z.array(kind),
  status: z.enum(['enabled', 'disabled', 'parked']).meta({
    description:
      '`parked`: it answered no attempt of three days, or 410 Gone. Nothing is sent until a test is answered, it is put enabled once more, or it is replayed.',
  }),
  createdAt: instant,
  failing: failing.optional(),
};

export const webhook = z.object(webhookFields).meta({ id: 'Webhook' });

const secret = z.string().meta({
  description:
    'Verify what is received with it, by any library of Standard Webhooks. It is shown this once.',
  examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
});

export const createdWebhook = z.object({ ...webhookFields, secret }).meta({ id: 'CreatedWebhook' });

export const rotatedWebhook = z
  .object({
    key: webhookKey,
    secret,
    formerUntil: instant.meta({ description: 'Until then, the former secrets sign, too.' }),
  })
  .meta({ id: 'RotatedWebhook' });

export const webhookList = z.object({ webhooks: z.array(webhook) }).meta({ id: 'WebhookList' });

export const replayBody = z
  .strictObject({
    from: instant.optional().meta({
      description: 'All from an instant on; now skips all that there is.',
    }),
    event: eventId.optional().meta({ description: 'An event, and all after it.' }),
    after: eventId.optional().meta({ description: 'All after an event, which is skipped.' }),
  })
  .refine(
    (body) => Object.values(body).filter((one) => one !== undefined).length === 1,
    'give one of from, event and after',
  )
  .meta({ id: 'WebhookReplay' });

export const deliveriesParameters = z.strictObject({
  limit: wholeNumberText({ min: 1, max: LIMIT_MAX }).optional(),
  cursor: cursorText.optional(),
});

const delivery = z
  .object({
    at: instant,
    event: z.string().meta({ description: 'The same for each attempt: `webhook-id`.' }),
    type: z.enum([...webhookKindNames, testKind]),
    attempt: z.int().min(1),
    outcome: z.enum(['delivered', 'failed']),
    status: z.int().optional().meta({ description: 'What the endpoint answered, if it did.' }),
    reason: z
      .string()
      .optional()
      .meta({
        description: 'Why there was no answer.',
        examples: ['timeout', 'address-not-public', 'ECONNREFUSED'],
      }),
    milliseconds: z.int().min(0),
  })
  .meta({ id: 'WebhookDelivery' });

export const deliveryList = z
  .object({ deliveries: z.array(delivery), nextCursor })
  .meta({ id: 'WebhookDeliveryList' });

export const testResult = z
  .object({ delivery, webhook })
  .meta({ id: 'WebhookTest', description: 'What came of it, and where the endpoint stands then.' });
