import { InvariantViolation, invariant } from '../../kernel/invariant.ts';
import type { EachQueue } from '../../kernel/queue.ts';
import { minuteOf } from '../flow.ts';
import type { UsageEvent } from '../usage-event.ts';
import { eventMessageBodies } from './event-message.ts';
import type { EventSink, SinkFlow } from './event-sink.ts';

/** What bounds shared sends. */
export interface SharedSendLimits {
  /** Events in one send; a request that has more goes by itself. */
  readonly eventsMax: number;
  /** Characters of data in one send, so that packing it does not hold up everybody; as with events. */
  readonly charactersMax: number;
  /** Tenants in one send, each of which has messages of its own. */
  readonly tenantsMax: number;
  /** Sends at the same time; what comes meanwhile gathers for the next. */
  readonly sendsMax: number;
  /** Events that wait for a send; where they would be more, a request is told `busy`. */
  readonly waitingEventsMax: number;
}

/** A sink that sends what arrived together at once. */
export interface SharedSends extends EventSink {
  /** Sends all that waits, however many sends that takes, and resolves when no request is left without its answer. */
  drain(): Promise<void>;
}

type Outcome = 'sent' | 'unavailable';

/** A request that waits for its answer. */
interface Waiting {
  readonly tenant: string;
  readonly events: readonly UsageEvent[];
  answer(outcome: Outcome): void;
  fail(reason: unknown): void;
}

/** The messages that have the events of these requests, and of no others. */
interface Share {
  readonly bodies: readonly string[];
  readonly requests: readonly Waiting[];
}

/**
 * Group commit: requests that arrive while a send is under way share the next one. Nothing waits for time to pass: a
 * request that comes alone is sent alone, and at once.
 *
 * Each request has an answer of its own, by what became of the messages that its events are in, and never before the
 * send has ended. Where the queue will never take a message of several requests, each is tried once more by itself, so
 * that one cannot make the others fail. An event may be sent twice; the usage log counts it once.
 */
export function sharedSends(
  queue: EachQueue,
  limits: SharedSendLimits,
  flow: SinkFlow,
): SharedSends {
  const waiting: Waiting[] = [];
  const underWay = new Set<Promise<void>>();
  let waitingEvents = 0;
  let isDraining = false;

  const start = (): void => {
    while (waiting.length > 0 && (isDraining || underWay.size < limits.sendsMax)) {
      const group = waiting.splice(0, groupSize(waiting, limits));
      waitingEvents -= eventsIn(group);
      const send = sendGroup(queue, group, flow).finally(() => {
        underWay.delete(send);
        start();
      });
      underWay.add(send);
    }
  };

  return {
    send: (tenant, events) => {
      if (waiting.length > 0 && waitingEvents + events.length > limits.waitingEventsMax) {
        return Promise.resolve('busy');
      }
      return new Promise((answer, fail) => {
        waiting.push({ tenant, events, answer, fail });
        waitingEvents += events.length;
        start();
      });
    },
    drain: async () => {
      isDraining = true;
      start();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const eventsIn = (requests: readonly Waiting[]): number =>
  requests.reduce((sum, { events }) => sum + events.length, 0);

const charactersIn = ({ events }: Waiting): number =>
  events.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);

/** How many of the requests that wait go into the next send, in the order they came: at least one. */
function groupSize(waiting: readonly Waiting[], limits: SharedSendLimits): number {
  const tenants = new Set<string>();
  let events = 0;
  let characters = 0;
  for (const [index, request] of waiting.entries()) {
    tenants.add(request.tenant);
    events += request.events.length;
    characters += charactersIn(request);
    const isFull =
      tenants.size > limits.tenantsMax ||
      events > limits.eventsMax ||
      characters > limits.charactersMax;
    if (isFull && index > 0) return index;
  }
  return waiting.length;
}

/** Answers every request of the group, and never rejects. */
async function sendGroup(
  queue: EachQueue,
  group: readonly Waiting[],
  { clock, onAccepted }: SinkFlow,
): Promise<void> {
  const acceptedMinute = minuteOf(clock.now());
  const accept = (requests: readonly Waiting[]): void => {
    onAccepted({ acceptedMinute, events: eventsIn(requests) });
    answerAll(requests, 'sent');
  };
  try {
    const tenants = [...Map.groupBy(group, ({ tenant }) => tenant).values()];
    const shares = tenants.flatMap((requests) => sharesOf(requests, acceptedMinute));
    const all = shares.flatMap(({ bodies }) => bodies);
    const outcomes = await queue.sendEach(all);
    invariant(outcomes.length === all.length, 'a queue says of each message what became of it');
    let place = 0;
    const alone: Promise<void>[] = [];
    for (const { bodies, requests } of shares) {
      const own = outcomes.slice(place, place + bodies.length);
      place += bodies.length;
      if (own.every((outcome) => outcome === 'sent')) accept(requests);
      else if (!own.includes('refused')) answerAll(requests, 'unavailable');
      else alone.push(...requests.map((one) => sendAlone(queue, one, { acceptedMinute, accept })));
    }
    await Promise.all(alone);
  } catch (error) {
    for (const request of group) request.fail(error);
  }
}

/** The requests of one tenant in messages that fit, as few as may be; a request that takes several has them alone. */
function sharesOf(requests: readonly Waiting[], acceptedMinute: number): Share[] {
  const bodies = bodiesOf(requests, acceptedMinute);
  if (bodies.length === 1 || requests.length === 1) return [{ bodies, requests }];
  const middle = requests.length >> 1;
  return [requests.slice(0, middle), requests.slice(middle)].flatMap((half) =>
    sharesOf(half, acceptedMinute),
  );
}

const bodiesOf = (requests: readonly Waiting[], acceptedMinute: number): string[] =>
  eventMessageBodies({
    tenant: requests[0]?.tenant ?? '',
    admitted: false,
    events: requests.flatMap(({ events }) => events),
    acceptedMinute,
  });

const answerAll = (requests: readonly Waiting[], outcome: Outcome): void => {
  for (const request of requests) request.answer(outcome);
};

async function sendAlone(
  queue: EachQueue,
  request: Waiting,
  {
    acceptedMinute,
    accept,
  }: {
    readonly acceptedMinute: number;
    readonly accept: (requests: readonly Waiting[]) => void;
  },
): Promise<void> {
  try {
    const outcomes = await queue.sendEach(bodiesOf([request], acceptedMinute));
    if (outcomes.includes('refused')) {
      request.fail(new InvariantViolation('the queue takes every message of events'));
    } else if (outcomes.every((outcome) => outcome === 'sent')) {
      accept([request]);
    } else {
      request.answer('unavailable');
    }
  } catch (error) {
    request.fail(error);
  }
}
