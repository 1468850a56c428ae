import type { Books } from '../books/books.ts';
import type { BooksLog } from '../books/ports.ts';
import { testKind, type WebhookKind } from '../contract/webhooks/kinds.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import { Rejection } from '../kernel/rejection.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { looksOf } from './look.ts';
import type { Delivery, Endpoint, Outbound, Place, Position, Webhooks } from './ports.ts';
import { blockBefore, knownBooks, laterOf } from './restored-books.ts';
import { attemptAt, parkedForRestored, positionOf } from './send.ts';
import { rotated, SECRET_BYTES, secretOf, secretsInForce } from './signature.ts';

/** What endpoints are changed with. */
export interface EndpointPorts {
  readonly webhooks: Webhooks;
  readonly books: Books;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly secrets: Random;
}

/** An endpoint, and how far it is. */
export interface Standing {
  readonly endpoint: Endpoint;
  readonly position: Position;
}

const ATTEMPTS_MAX = 10;
/** Of a tenant. A function sends to so many beside each other: see lib/stages/webhooks.ts. */
export const ENDPOINTS_MAX = 20;
const SECRETS_MAX = 5;

/** @throws Rejection `webhook.not-found` */
export async function standingOf(
  { webhooks }: Pick<EndpointPorts, 'webhooks'>,
  tenant: string,
  key: string,
): Promise<Standing> {
  const [endpoint, stored] = await Promise.all([
    webhooks.get(tenant, key),
    webhooks.position(tenant, key),
  ]);
  if (endpoint === undefined) throw webhookNotFound(key);
  return { endpoint, position: positionOf(endpoint, stored) };
}

/** What a caller says of an endpoint. */
export interface EndpointRequest {
  readonly key: string;
  readonly url: string;
  readonly events: readonly WebhookKind[];
  readonly enabled: boolean;
}

/**
 * Creates an endpoint, from the end of the books on, or changes one, which keeps its secrets and its place. One that is
 * put enabled is tried again at once.
 * @throws Rejection `webhook.url-refused`, `webhook.too-many`, `webhook.changed-meanwhile`
 */
export async function putEndpoint(
  ports: EndpointPorts,
  tenant: string,
  { key, url, events, enabled }: EndpointRequest,
): Promise<Standing & { readonly outcome: 'created' | 'replaced' }> {
  const { webhooks, outbound, secrets } = ports;
  const refusal = outbound.refusal(url);
  if (refusal !== undefined) {
    throw new Rejection('webhook.url-refused', refusal, { param: '/url' });
  }
  const secret = secretOf(secrets.bytes(SECRET_BYTES));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await webhooks.get(tenant, key);
    if (before?.revision === 1 && before.secrets[0]?.text === secret.text) {
      // Put by an attempt of this very request, whose answer was lost.
      return { endpoint: before, position: positionOf(before, undefined), outcome: 'created' };
    }
    const asked = { key, url, events, enabled };
    const outcome = before === undefined ? 'created' : 'replaced';
    const endpoint =
      before === undefined
        ? { ...(await newEndpoint(ports, tenant)), ...asked, secrets: [secret] }
        : { ...before, ...asked, revision: before.revision + 1 };
    if ((await webhooks.put(endpoint)) !== 'put') continue;
    return { endpoint, position: await positionOfPut(ports, endpoint), outcome };
  }
  throw changedMeanwhile(key);
}

async function newEndpoint(
  { webhooks, books, clock }: EndpointPorts,
  tenant: string,
): Promise<Pick<Endpoint, 'tenant' | 'createdAt' | 'start' | 'revision'>> {
  if ((await webhooks.list(tenant)).length >= ENDPOINTS_MAX) {
    throw new Rejection(
      'webhook.too-many',
      `change one of the ${ENDPOINTS_MAX} endpoints that there are: no tenant has more`,
    );
  }
  const [page, looks] = await Promise.all([
    books.read(tenant, { cells: [] }),
    looksOf(webhooks, tenant),
  ]);
  return {
    tenant,
    createdAt: clock.now(),
    start: { books: { seq: page.blocks + 1, index: 0 }, findings: looks.seq + 1 },
    revision: 1,
  };
}

async function positionOfPut(ports: EndpointPorts, endpoint: Endpoint): Promise<Position> {
  if (endpoint.enabled) await triedAgain(ports, endpoint);
  return positionOf(endpoint, await ports.webhooks.position(endpoint.tenant, endpoint.key));
}

/** Takes away what an endpoint waits for; where somebody has got on meanwhile, that is as good. */
async function triedAgain(
  { webhooks, clock }: Pick<EndpointPorts, 'webhooks' | 'clock'>,
  { tenant, key }: Endpoint,
): Promise<void> {
  const stored = await webhooks.position(tenant, key);
  if (stored?.failure === undefined) return;
  const { revision } = stored;
  const at = clock.now();
  await webhooks.putPosition({ ...stored, failure: undefined, at, revision: revision + 1 });
}

/**
 * Makes a new secret; the former ones sign beside it for a day.
 * @throws Rejection `webhook.not-found`, `webhook.too-many-secrets`, `webhook.changed-meanwhile`
 */
export async function rotateSecret(
  { webhooks, clock, secrets }: EndpointPorts,
  tenant: string,
  key: string,
): Promise<{ readonly secret: string; readonly formerUntil: Timestamp }> {
  const now = clock.now();
  const secret = secretOf(secrets.bytes(SECRET_BYTES));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { endpoint } = await standingOf({ webhooks }, tenant, key);
    const formerUntil = timestampOf(now + millisecondsPer.day);
    if (endpoint.secrets[0]?.text === secret.text) return { secret: secret.text, formerUntil };
    if (secretsInForce(endpoint, now).length >= SECRETS_MAX) {
      throw new Rejection(
        'webhook.too-many-secrets',
        `wait until a former secret has ended: ${SECRETS_MAX} of ${key} are in force`,
      );
    }
    const after = { ...endpoint, secrets: rotated(endpoint, secret, now) };
    if ((await webhooks.put({ ...after, revision: endpoint.revision + 1 })) !== 'put') continue;
    return { secret: secret.text, formerUntil };
  }
  throw changedMeanwhile(key);
}

/**
 * Moves an endpoint to a place, of the books, of the findings or of both, whatever it waited for. What is sent from
 * there on is another event than what stood there before, where the books were restored in between; and where it is
 * then not said where in them it goes on, it waits for that.
 * @throws Rejection `webhook.not-found`, `webhook.changed-meanwhile`
 */
export async function moveTo(
  ports: Pick<EndpointPorts, 'webhooks' | 'clock'> & { readonly log: Pick<BooksLog, 'readOne'> },
  { tenant, key }: { readonly tenant: string; readonly key: string },
  place: Partial<Place>,
): Promise<Standing> {
  const { webhooks } = ports;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { endpoint, position: before } = await standingOf(ports, tenant, key);
    const position = await movedFrom(ports, before, place);
    if ((await webhooks.putPosition(position)) === 'put') return { endpoint, position };
  }
  throw changedMeanwhile(key);
}

async function movedFrom(
  { clock, log }: Pick<EndpointPorts, 'clock'> & { readonly log: Pick<BooksLog, 'readOne'> },
  before: Position,
  place: Partial<Place>,
): Promise<Position> {
  const next = { ...before.next, ...place };
  const known = await knownBooks(log, before);
  const isRestored = known === 'other';
  if (isRestored && place.books === undefined) {
    return parkedForRestored({ ...before, next }, clock.now());
  }
  const there = await blockBefore(log, before.tenant, next.books);
  return {
    ...before,
    next,
    at: clock.now(),
    failure: undefined,
    seen: isRestored ? there : laterOf(known, there),
    anew: isRestored ? [...before.anew, next.books] : before.anew,
    revision: before.revision + 1,
  };
}

/**
 * Sends a test event. When it is taken, the endpoint goes on with what it waited for.
 * @throws Rejection `webhook.not-found`
 */
export async function testEndpoint(
  ports: EndpointPorts,
  tenant: string,
  { key, id }: { readonly key: string; readonly id: string },
): Promise<Standing & { readonly delivery: Delivery }> {
  const { endpoint } = await standingOf(ports, tenant, key);
  const data = { webhook: key };
  const event = { id: `evt_test_${id}`, type: testKind, at: ports.clock.now(), data } as const;
  const delivery = await attemptAt(ports, endpoint, { event, attempt: 1 });
  if (delivery.outcome === 'delivered') await triedAgain(ports, endpoint);
  return { ...(await standingOf(ports, tenant, key)), delivery };
}

const webhookNotFound = (key: string): Rejection =>
  new Rejection('webhook.not-found', `put it first: there is no webhook ${key}`, { param: 'key' });

const changedMeanwhile = (key: string): Rejection =>
  new Rejection(
    'webhook.changed-meanwhile',
    `send the same request again: others were changing ${key} at the same time`,
  );
