import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { webhooksRoutes } from './routes.ts';
import {
  createdWebhook,
  deliveriesParameters,
  deliveryList,
  replayBody,
  rotatedWebhook,
  testResult,
  webhook,
  webhookBody,
  webhookKey,
  webhookList,
} from './shapes.ts';

const path = { key: webhookKey };

/** The operations of webhooks. */
export const webhooksOperations = {
  'GET /v1/webhooks': {
    id: 'listWebhooks',
    query: noParameters,
    answers: ok('All endpoints', webhookList),
    problems: queryProblems,
  },
  'GET /v1/webhooks/{key}': {
    id: 'getWebhook',
    path,
    query: noParameters,
    answers: ok('The endpoint', webhook),
    problems: [...queryProblems, 'webhook.not-found'],
  },
  'PUT /v1/webhooks/{key}': {
    id: 'putWebhook',
    description:
      'It is sent what happens from its creation on, in order, each event until it answers 2xx; see docs/webhooks.md. Put again, it keeps its secret and its place. A repeat of a creation whose answer was lost is answered 200, without the secret: rotate it then.',
    path,
    query: noParameters,
    request: json(webhookBody),
    answers: {
      200: { description: 'Changed, or so already', content: json(webhook) },
      201: { description: 'Created', content: json(createdWebhook) },
    },
    problems: [
      ...bodyProblems,
      'webhook.url-refused',
      'webhook.too-many',
      'webhook.changed-meanwhile',
    ],
  },
  'GET /v1/webhooks/{key}/deliveries': {
    id: 'listWebhookDeliveries',
    path,
    query: deliveriesParameters,
    answers: ok('A page of attempts', deliveryList),
    problems: [...queryProblems, 'request.bad-cursor', 'webhook.not-found'],
  },
  'POST /v1/webhooks/{key}/rotate': {
    id: 'rotateWebhookSecret',
    description:
      'For 24 hours what is sent has a signature by each secret. At most five secrets are in force at a time.',
    path,
    query: noParameters,
    answers: ok('The new secret', rotatedWebhook),
    problems: [
      ...queryProblems,
      'webhook.not-found',
      'webhook.too-many-secrets',
      'webhook.changed-meanwhile',
    ],
  },
  'POST /v1/webhooks/{key}/replay': {
    id: 'replayWebhook',
    description:
      'An event that is sent again has the id that it had. What the endpoint waited for, it waits for no more; where the books were restored, it waits until a replay says where in them it goes on.',
    path,
    query: noParameters,
    request: json(replayBody),
    answers: ok('The endpoint', webhook),
    problems: [
      ...bodyProblems,
      'webhook.not-found',
      'webhook.event-unknown',
      'webhook.changed-meanwhile',
    ],
  },
  'POST /v1/webhooks/{key}/test': {
    id: 'testWebhook',
    description: 'It is called once, for ten seconds at most, also where it is disabled.',
    path,
    query: noParameters,
    answers: ok('What came of it', testResult),
    problems: [...queryProblems, 'webhook.not-found'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof webhooksRoutes>, Operation>>;
