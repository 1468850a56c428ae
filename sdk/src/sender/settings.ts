import { type Backoff, patientBackoff } from '../backoff.ts';
import { checkedBackoff, checkedTarget, numberOf } from '../checked.ts';
import { type Fetch, platformFetch } from '../fetch.ts';
import type { Outbox } from './outbox.ts';
import { type Drop, type Failure, warnOfDrop, warnOfFailure } from './told.ts';
import type { TrackedEvent } from './tracked-event.ts';

/** How a sender sends. */
export interface SenderSettings {
  /** Where Farthing is, as `https://…`, without `/v1`. */
  readonly url: string;
  /** A key that has the scope `events:write`. */
  readonly apiKey: string;
  /** Who sends, as `urn:shop:api`. With an event's id, it is what makes it itself. */
  readonly source: string;
  /**
   * How many events a request has at most: it is sent as soon as there are so many.
   * @default 100, and 1000 at most
   */
  readonly eventsMax?: number;
  /**
   * How many bytes of JSON a request has at most.
   * @default 262144, and 1000000 at most
   */
  readonly bytesMax?: number;
  /**
   * How long an event waits for more.
   * @default 1000
   */
  readonly lingerMs?: number;
  /**
   * How many requests are under way at once. With 1, events arrive in the order in which they were tracked.
   * @default 4
   */
  readonly requestsMax?: number;
  /**
   * How many events are held that the service does not have yet. What is tracked beyond it is dropped, and told.
   * @default 10000
   */
  readonly heldEventsMax?: number;
  /**
   * The same in bytes of JSON.
   * @default 16777216
   */
  readonly heldBytesMax?: number;
  /**
   * How long a request waits for its answer before it is sent again.
   * @default 30000
   */
  readonly timeoutMs?: number;
  /** @default - a quarter of a second at first, then doubling up to half a minute */
  readonly backoff?: Backoff;
  /** @default - events are in memory alone, and lost with the process */
  readonly outbox?: Outbox;
  /** @default - the console warns */
  readonly onDrop?: (drop: Drop) => void;
  /** @default - the console warns of what does not pass by itself, or lasts */
  readonly onFailure?: (failure: Failure) => void;
  /**
   * Whether requests of several events are sent as gzip, where the platform has it.
   * @default - not from a page: whoever answers other origins would have to allow it
   */
  readonly compress?: boolean;
  /** @default - that of the platform */
  readonly fetch?: Fetch;
}

/** How long to wait. */
export interface FlushOptions {
  /** @default - as long as it takes */
  readonly timeoutMs?: number;
}

/** How long to wait. */
export interface CloseOptions {
  /** @default 10000 */
  readonly timeoutMs?: number;
}

/** Takes events and sends them, until the service has each of them. */
export interface Sender {
  /**
   * Holds an event until it is sent. Returns whether it does; where not, `onDrop` is told why. It never throws and
   * never waits. A function is asked for the event, and may answer that there is none.
   */
  track(event: TrackedEvent | (() => TrackedEvent | undefined)): boolean;
  /** Resolves as soon as there is room. To be awaited before `track` by who has more events than can be sent. */
  ready(): Promise<void>;
  /** How many events are held. */
  readonly held: number;
  /** Sends what is held now. Resolves to whether the service has judged all of it in time. */
  flush(options?: FlushOptions): Promise<boolean>;
  /**
   * Takes no more, and sends what is held. What is not sent in time stays in the outbox; without one it is dropped, and
   * told. Resolves to how many were not sent.
   */
  close(options?: CloseOptions): Promise<{ readonly unsent: number }>;
}

/** Settings with all defaults. */
export type WholeSettings = Required<Omit<SenderSettings, 'outbox'>> & {
  readonly outbox: Outbox | undefined;
};

/** Throws where a setting cannot be meant. */
export function wholeSettings(settings: SenderSettings): WholeSettings {
  const { source } = settings;
  if (typeof source !== 'string' || source === '') {
    throw new TypeError(`give source, got ${String(source)}`);
  }
  const number = numberOf(settings);
  return {
    ...checkedTarget(settings),
    source,
    eventsMax: number('eventsMax', 100, { max: 1_000 }),
    bytesMax: number('bytesMax', 262_144, { max: 1_000_000 }),
    lingerMs: number('lingerMs', 1_000, { min: 0, max: 3_600_000 }),
    requestsMax: number('requestsMax', 4, { max: 64 }),
    heldEventsMax: number('heldEventsMax', 10_000, { max: 10_000_000 }),
    heldBytesMax: number('heldBytesMax', 16_777_216, { max: 2 ** 32 }),
    timeoutMs: number('timeoutMs', 30_000, { max: 900_000 }),
    backoff: checkedBackoff(settings.backoff ?? patientBackoff),
    outbox: settings.outbox,
    onDrop: settings.onDrop ?? warnOfDrop,
    onFailure: settings.onFailure ?? warnOfFailure,
    compress: settings.compress ?? !('document' in globalThis),
    fetch: settings.fetch ?? platformFetch,
  };
}
