import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { summed, thrownBy, type Used, untilAnswered, used } from './sent-events.ts';

/** A program that meters with Stripe: but for its URL and its key, nothing of it is about us. */

const [, url = '', apiKey = '', type = '', from = ''] = process.argv.slice(2);

/** As docs/come-as-you-are.md has it. */
async function raising(...asked: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(...asked);
  if (answer.ok || answer.headers.get('content-type') === 'application/problem+json') return answer;
  throw new Error(`${answer.status} by the gateway`);
}

const clientOf = (address: string, key: string, more: Stripe.StripeConfig = {}): Stripe => {
  const { hostname, port } = new URL(address);
  return new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, ...more });
};
const stripe = clientOf(url, apiKey);
const careful = clientOf(url, apiKey, { httpClient: Stripe.createFetchHttpClient(raising) });

const paramsOf = ({ id, subject, time, value, model }: Used) => ({
  event_name: type,
  payload: { stripe_customer_id: subject, value, model },
  identifier: id,
  timestamp: Math.floor(time.getTime() / 1_000),
});
const isLost = (error: unknown): boolean => error instanceof Stripe.errors.StripeConnectionError;
const create = (params: ReturnType<typeof paramsOf>, client = stripe) =>
  untilAnswered(isLost, () => client.billing.meterEvents.create(params));

/** An error of the SDK's own; fails where there is none, or of another class. */
async function refusalOf(
  what: string,
  kind: new (...given: never[]) => Stripe.errors.StripeError,
  attempt: () => Promise<unknown>,
): Promise<Stripe.errors.StripeError> {
  const thrown = await thrownBy(what, () => untilAnswered(isLost, attempt));
  if (!(thrown instanceof kind)) throw thrown;
  return thrown;
}

/** What the HTTP API of AWS answers by itself when too much is asked of it. */
async function gatewayRefusal(): Promise<void> {
  const gateway = createServer((_, response) => {
    response.writeHead(429, { 'content-type': 'application/json' });
    response.end('{"message":"Too Many Requests"}');
  });
  await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
  const { port } = gateway.address() as AddressInfo;
  const client = clientOf(`http://127.0.0.1:${port}`, apiKey, {
    httpClient: Stripe.createFetchHttpClient(raising),
    maxNetworkRetries: 0,
  });
  await thrownBy('what the gateway refuses', () =>
    client.billing.meterEvents.create(paramsOf(first)),
  );
  gateway.close();
  gateway.closeAllConnections();
}

const all = used(45, from);
const [first = {} as Used] = all;
for (const [index, one] of all.entries()) {
  const answer = await create(paramsOf(one), index % 2 === 0 ? stripe : careful);
  if (answer.object !== 'billing.meter_event' || answer.identifier !== one.id) {
    throw new Error(`expected a meter event, got ${JSON.stringify(answer)}`);
  }
}
// The same again is the same.
for (const one of all.slice(0, 5)) await create(paramsOf(one));

const { StripeAPIError, StripeInvalidRequestError, StripePermissionError } = Stripe.errors;
const { timestamp: _, ...timeless } = paramsOf({ ...first, id: 'without a time' });
const missing = await refusalOf('an event without a time', StripeInvalidRequestError, () =>
  stripe.billing.meterEvents.create(timeless),
);
if (missing.code !== 'event.time-missing' || missing.param !== 'timestamp') throw missing;
await refusalOf('an event that is too old', StripeInvalidRequestError, () =>
  stripe.billing.meterEvents.create({ ...paramsOf(first), identifier: 'old', timestamp: 1 }),
);
for (const key of [
  'sk_test_unknown',
  `${apiKey.slice(0, -1)}${apiKey.endsWith('a') ? 'b' : 'a'}`,
]) {
  await refusalOf('a key that is unknown', StripePermissionError, () =>
    clientOf(url, key).billing.meterEvents.create(paramsOf({ ...first, id: 'a stranger’s' })),
  );
}
await refusalOf('a customer', StripeAPIError, () => stripe.customers.create({ name: 'a' }));
await refusalOf('what is another thing here', StripeInvalidRequestError, () =>
  stripe.customers.list(),
);
await refusalOf('a meter', StripeInvalidRequestError, () => stripe.billing.meters.list());
await refusalOf('an adjustment', StripeInvalidRequestError, () =>
  stripe.billing.meterEventAdjustments.create({ event_name: type, type: 'cancel' }),
);
await refusalOf('an event of v2', StripeInvalidRequestError, () =>
  stripe.v2.billing.meterEvents.create({ event_name: type, payload: paramsOf(first).payload }),
);
await gatewayRefusal();
console.log(JSON.stringify(summed(all)));
