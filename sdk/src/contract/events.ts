// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  RejectedEvent,
} from './shared.ts';

export interface CloudEvent {
  readonly specversion: '1.0';
  /**
   * What tells this event from all others of its source; the same when it is sent again, as is
   * `time`.
   */
  readonly id: string;
  /** Who sends it. */
  readonly source: string;
  /** What happened. */
  readonly type: string;
  /** Who used it, as you call them. */
  readonly subject: string;
  /** When it happened; may be left out where `id` is a UUIDv7 or a ULID, which says it. */
  readonly time?: Instant;
  readonly datacontenttype?: string;
  /** What is counted or grouped by. */
  readonly data?: unknown;
  readonly data_base64?: string;
}

export type Events = PlainEvent | CloudEvent | readonly (PlainEvent | CloudEvent)[];

/**
 * The queue has every accepted event; one sent before, as it was, is accepted and counted once.
 */
export interface EventsAccepted {
  readonly accepted: number;
  readonly rejected: readonly RejectedEvent[];
}

export interface PlainEvent {
  /**
   * What tells this event from all others of its source; the same when it is sent again, as is
   * `time`.
   */
  readonly id: string;
  /** Who sends it. */
  readonly source: string;
  /** What happened. */
  readonly type: string;
  /** Who used it, as you call them. */
  readonly subject: string;
  /** When it happened; may be left out where `id` is a UUIDv7 or a ULID, which says it. */
  readonly time?: Instant;
  /** What is counted or grouped by. */
  readonly data?: unknown;
}

/** The operations of events. */
export interface EventsOperations {
  /** Record usage events: CloudEvents 1.0 in any HTTP mode, or plain JSON. */
  readonly recordEvents: {
    readonly method: 'POST';
    readonly path: '/v1/events';
    readonly body: Events;
    readonly answer: EventsAccepted;
  };
}
