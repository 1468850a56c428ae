import type { Clock } from '../kernel/clock.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { retryAt, TRIED_MS } from './backoff.ts';
import { bodyOf, sentIdOf, type WebhookEvent } from './event.ts';
import type {
  Answered,
  Delivery,
  Endpoint,
  Failure,
  Outbound,
  Position,
  WebhookNotice,
  Webhooks,
} from './ports.ts';
import { knownBooks, laterOf } from './restored-books.ts';
import { secretsInForce, signedHeaders } from './signature.ts';
import { type StepPorts, stepsFrom } from './steps.ts';

/** What an event is sent with. */
export interface AttemptPorts {
  readonly webhooks: Pick<Webhooks, 'note'>;
  readonly outbound: Outbound;
  readonly clock: Clock;
}

/** What an endpoint is worked off with. */
export interface SendingPorts extends StepPorts, AttemptPorts {
  readonly webhooks: Pick<Webhooks, 'get' | 'position' | 'putPosition' | 'findings' | 'note'>;
  /** Of [0, 1): spreads attempts. */
  readonly random: () => number;
  readonly onNotice: (notice: WebhookNotice) => void;
}

/**
 * Sending stops then and is gone on with by another message: endpoints take turns. Some are sent to beside each other,
 * and who is slow holds only a place among these, for so long and for the call that is under way.
 */
const TURN_MS = 20 * millisecondsPer.second;
/** Longer than a call takes. Whoever has got on so lately is still at it. */
const AT_WORK_MS = 15 * millisecondsPer.second;

/** Where an endpoint stands: what was put last, or where it began. */
export const positionOf = (endpoint: Endpoint, stored: Position | undefined): Position =>
  stored ?? {
    tenant: endpoint.tenant,
    key: endpoint.key,
    next: endpoint.start,
    at: endpoint.createdAt,
    failure: undefined,
    seen: undefined,
    anew: [],
    revision: 0,
  };

/**
 * Sends an endpoint what has happened since, one event after the other; `more` where it is to go on. At the first that
 * is not taken it stops: what comes later waits, too.
 *
 * Why nothing is left out: the position is put after an event was answered with 2xx, and only over the one that was
 * read. Where that is lost, or two are at work, an event is sent twice, with the same id. Where a person has moved the
 * position meanwhile, it is the person's that stands.
 */
export async function sendTo(
  ports: SendingPorts,
  { tenant, key }: Pick<Endpoint, 'tenant' | 'key'>,
  by: 'schedule' | 'work',
): Promise<'done' | 'more'> {
  const { webhooks, clock } = ports;
  const [endpoint, stored] = await Promise.all([
    webhooks.get(tenant, key),
    webhooks.position(tenant, key),
  ]);
  if (endpoint?.enabled !== true) return 'done';
  const begun = clock.now();
  const position = positionOf(endpoint, stored);
  if (isWaiting(position, begun) || (by === 'schedule' && isAtWork(stored, begun))) return 'done';
  const seen = await knownBooks(ports.log, position);
  if (seen === 'other') return parkForRestored(ports, endpoint, position);
  return sendFrom(ports, endpoint, { position, begun, seen });
}

/** Where the endpoint is in the books as they are now, a person alone can say: by a replay. */
export function parkedForRestored(position: Position, now: Timestamp): Position {
  const reason = 'the books were restored: replay from the instant of that';
  const event = sentIdOf(position, { of: 'books', ...position.next.books });
  const failure = { event, since: now, attempts: 0, reason, retryAt: undefined };
  return { ...position, failure, at: now, revision: position.revision + 1 };
}

async function parkForRestored(
  { webhooks, clock, onNotice }: SendingPorts,
  { tenant, key }: Endpoint,
  position: Position,
): Promise<'done'> {
  const parked = parkedForRestored(position, clock.now());
  if ((await webhooks.putPosition(parked)) === 'put') {
    const detail = `${key}: ${parked.failure?.reason}`;
    onNotice({ event: 'webhook.parked', tenant, webhook: key, detail });
  }
  return 'done';
}

async function sendFrom(
  ports: SendingPorts,
  endpoint: Endpoint,
  from: { readonly position: Position; readonly begun: Timestamp } & Pick<Position, 'seen'>,
): Promise<'done' | 'more'> {
  const { webhooks, clock } = ports;
  const { tenant, key } = endpoint;
  let { position, seen } = from;
  // It knows the books by the block that it stands at from its first turn on, also where nothing is sent.
  const isNew = seen?.seq !== position.seen?.seq;
  let passed: Passed | undefined = isNew ? { next: position.next, seen } : undefined;
  const asked = { ...endpoint, anew: position.anew };
  for await (const { event, next, seen: read } of stepsFrom(ports, asked, position.next)) {
    seen = laterOf(seen, read);
    if (event === undefined) {
      passed = { next, seen };
    } else {
      const after = await positionAfter(ports, endpoint, position, { event, next, seen });
      position = after.position;
      passed = undefined;
      // Where somebody else has moved it meanwhile, it is theirs that stands.
      const [outcome] = await Promise.all([
        webhooks.putPosition(position),
        webhooks.note(tenant, key, after.delivery),
      ]);
      if (outcome !== 'put' || position.failure !== undefined) return 'done';
    }
    if (clock.now() - from.begun < TURN_MS) continue;
    await save(ports, position, passed);
    return 'more';
  }
  await save(ports, position, passed);
  return 'done';
}

const isWaiting = ({ failure }: Position, now: Timestamp): boolean =>
  failure !== undefined && (failure.retryAt === undefined || now < failure.retryAt);

/** A clock that was set back since says nothing. */
const isAtWork = (stored: Position | undefined, now: Timestamp): boolean =>
  stored !== undefined &&
  stored.failure === undefined &&
  now >= stored.at &&
  now - stored.at < AT_WORK_MS;

/** Where an endpoint is after a step. */
type Passed = Pick<Position, 'next' | 'seen'>;

/** What nobody has asked for is passed over once, not each time. Whoever has moved it meanwhile is right. */
async function save(
  { webhooks, clock }: SendingPorts,
  position: Position,
  passed: Passed | undefined,
): Promise<void> {
  if (passed === undefined) return;
  const { revision } = position;
  await webhooks.putPosition({ ...position, ...passed, at: clock.now(), revision: revision + 1 });
}

async function positionAfter(
  ports: SendingPorts,
  endpoint: Endpoint,
  position: Position,
  { event, ...passed }: Passed & { readonly event: WebhookEvent },
): Promise<{ readonly position: Position; readonly delivery: Delivery }> {
  const before = position.failure?.event === event.id ? position.failure : undefined;
  const attempt = (before?.attempts ?? 0) + 1;
  const delivery = await callOnce(ports, endpoint, { event, attempt });
  const put = { ...position, at: ports.clock.now(), revision: position.revision + 1 };
  if (delivery.outcome === 'delivered') {
    return { position: { ...put, ...passed, failure: undefined }, delivery };
  }
  const failure = failureAfter(ports, delivery, before);
  if (failure.retryAt === undefined) {
    const { tenant, key: webhook } = endpoint;
    const detail = `${webhook} does not take ${event.id}: ${failure.reason}, ${attempt} attempts`;
    ports.onNotice({ event: 'webhook.parked', tenant, webhook, detail });
  }
  // It may have taken the event all the same: then it knows the books as far as that.
  return { position: { ...put, seen: passed.seen, failure }, delivery };
}

/** By Standard Webhooks, 410 says that nothing is to be sent any more. */
const GONE = 410;

function failureAfter(
  { random }: SendingPorts,
  { event, at, attempt, status, reason }: Delivery,
  before: Failure | undefined,
): Failure {
  const since = before?.since ?? at;
  const isParked = status === GONE || at - since >= TRIED_MS;
  return {
    event,
    since,
    attempts: attempt,
    reason: reason ?? `answered ${status ?? 'nothing'}`,
    retryAt: isParked ? undefined : retryAt(at, attempt, random()),
  };
}

const TIME_DIGITS = 15;

/** Calls the endpoint once, and notes what came of it. */
export async function attemptAt(
  ports: AttemptPorts,
  endpoint: Endpoint,
  asked: { readonly event: WebhookEvent; readonly attempt: number },
): Promise<Delivery> {
  const delivery = await callOnce(ports, endpoint, asked);
  await ports.webhooks.note(endpoint.tenant, endpoint.key, delivery);
  return delivery;
}

async function callOnce(
  { outbound, clock }: Pick<AttemptPorts, 'outbound' | 'clock'>,
  endpoint: Endpoint,
  { event, attempt }: { readonly event: WebhookEvent; readonly attempt: number },
): Promise<Delivery> {
  const at = clock.now();
  const body = bodyOf(event);
  const secrets = secretsInForce(endpoint, at);
  const headers = signedHeaders(secrets, { id: event.id, now: at, body });
  const answered = await outbound.post(endpoint.url, { headers, body });
  return {
    id: `${String(at).padStart(TIME_DIGITS, '0')}-${event.id}`,
    at,
    event: event.id,
    type: event.type,
    attempt,
    ...outcomeOf(answered),
    milliseconds: Math.max(0, clock.now() - at),
  };
}

function outcomeOf(answered: Answered): Pick<Delivery, 'outcome' | 'status' | 'reason'> {
  if (answered.kind === 'failed') {
    return { outcome: 'failed', status: undefined, reason: answered.reason };
  }
  const { status } = answered;
  const isTaken = status >= 200 && status < 300;
  return { outcome: isTaken ? 'delivered' : 'failed', status, reason: undefined };
}
