import { sha256 } from '../kernel/digest.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** What a sender posted, parsed: one CloudEvent, its `data` as canonical JSON text. */
export interface UsageEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly occurredAt: Timestamp;
  /** Canonical JSON; undefined where the event has none. */
  readonly data: string | undefined;
}

/** An event with what tells it from others, so that neither is computed twice. */
export interface IdentifiedEvent {
  readonly event: UsageEvent;
  readonly identity: Uint8Array;
  readonly check: number;
}

export const identityBytes = 16;
export const contentCheckBytes = 4;

/**
 * What makes an event itself: 128 bits of SHA-256 over (tenant, source, id), written so that no two triples read alike.
 */
export const identityOf = (tenant: string, event: UsageEvent): Uint8Array =>
  sha256(JSON.stringify([tenant, event.source, event.id])).subarray(0, identityBytes);

/** Tells a retry from another event that took the same identity: 32 bits of SHA-256 over all the rest of the event. */
export const contentCheckOf = (event: UsageEvent): number =>
  sha256(
    JSON.stringify([event.type, event.subject, event.occurredAt, event.data ?? null]),
  ).readUInt32BE(0);

export const identified = (tenant: string, event: UsageEvent): IdentifiedEvent => ({
  event,
  identity: identityOf(tenant, event),
  check: contentCheckOf(event),
});
