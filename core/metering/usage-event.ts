import { sha256 } from '../kernel/digest.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { BackfillStamp } from './backfills/backfill-stamp.ts';

/** What a sender posted, parsed: one CloudEvent, its `data` as canonical JSON text. */
export interface UsageEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly occurredAt: Timestamp;
  /** Canonical JSON; undefined where the event has none. */
  readonly data: string | undefined;
  /** Only of what a backfill job has written; no part of what makes the event itself. */
  readonly backfill?: BackfillStamp;
}

/** The source of all events of what was asked for before it was used; senders cannot use it. */
export const spendSource = 'urn:farthing:spend';

/** An event with what tells it from others. */
export interface IdentifiedEvent {
  readonly event: UsageEvent;
  readonly identity: Uint8Array;
}

const identityBytes = 16;

/**
 * What makes an event itself: 128 bits of SHA-256 over (tenant, source, id), written so that no two triples read alike.
 */
export const identityOf = (tenant: string, event: Pick<UsageEvent, 'source' | 'id'>): Uint8Array =>
  sha256(JSON.stringify([tenant, event.source, event.id])).subarray(0, identityBytes);

/** Tells a retry from another event that took the same identity: 32 bits of SHA-256 over all the rest of the event. */
export const contentCheckOf = (event: UsageEvent): number =>
  sha256(
    JSON.stringify([event.type, event.subject, event.occurredAt, event.data ?? null]),
  ).readUInt32BE(0);

/** Whether two events of one tenant claim to be the same one. */
export const isSameIdentity = (a: UsageEvent, b: UsageEvent): boolean =>
  a.id === b.id && a.source === b.source;

/** Whether two events of one identity say the same: the second is a retry of the first, and not another event. */
export const isSameContent = (first: UsageEvent, second: UsageEvent): boolean =>
  first.type === second.type &&
  first.subject === second.subject &&
  first.occurredAt === second.occurredAt &&
  first.data === second.data &&
  isBilledAs(first, second);

/** Whether an event that is to be billed is not there as one that never is: that would be lost in silence. */
export const isBilledAs = (first: UsageEvent, second: UsageEvent): boolean =>
  first.backfill?.billing !== 'informational' || second.backfill?.billing === 'informational';

/** An event whose identity is derived when it is first asked for: most readers need none. */
class EventOfTenant implements IdentifiedEvent {
  readonly event: UsageEvent;
  readonly #tenant: string;
  #identity: Uint8Array | undefined;

  constructor(tenant: string, event: UsageEvent) {
    this.#tenant = tenant;
    this.event = event;
  }

  get identity(): Uint8Array {
    this.#identity ??= identityOf(this.#tenant, this.event);
    return this.#identity;
  }
}

export const identified = (tenant: string, event: UsageEvent): IdentifiedEvent =>
  new EventOfTenant(tenant, event);
