import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import { packed, unpacked } from '../../kernel/packed.ts';
import { quality, unpackedEvents } from '../event-columns.ts';
import { type IdentifiedEvent, identified, type UsageEvent } from '../usage-event.ts';
import { columnsOf, eventsFrom } from './columns/block-columns.ts';
import { prefixBytes, prefixOf } from './identity-prefix.ts';

/** DynamoDB takes items of 400 KB; the rest is for the key. */
export const blockBytesMax = 380 * 1024;
const VERSION = 2;
/** Of blocks with stamps of backfill jobs: who knows none would take what is never billed for what is. */
const STAMPED_VERSION = 3;
/** How identities are derived from events; another way of it would be another number. */
const DERIVATION = 1;
const COUNT_AT = 1;
const DERIVATION_AT = 5;
const HEAD = 6;
const DIGEST_BYTES = 8;

/** Version 1 has identities and content checks in front, of which nothing is read but how identities begin. */
const HEAD_OF_1 = 5;
const IDENTITY_OF_1 = 16;
const ENTRY_OF_1 = 20;

/**
 * A block, big-endian: version (1 byte), number of events n (4), how identities are derived (1), n prefixes of
 * identities (6 each), the events as packed columns, and a digest of all before it (8). Prefixes and events are one
 * item, so a crash cannot leave one without the other. Version 3 is the same, and its last column is that of stamps.
 */
export function blockBytes(events: readonly IdentifiedEvent[]): Uint8Array {
  const plain = events.map(({ event }) => event);
  const isStamped = plain.some(({ backfill }) => backfill !== undefined);
  const columns = packed(columnsOf(plain, isStamped ? 'stamped' : 'unstamped'), quality.kept);
  const columnsAt = HEAD + events.length * prefixBytes;
  const end = columnsAt + columns.length;
  const bytes = Buffer.alloc(end + DIGEST_BYTES);
  bytes.writeUInt8(isStamped ? STAMPED_VERSION : VERSION, 0);
  bytes.writeUInt32BE(events.length, COUNT_AT);
  bytes.writeUInt8(DERIVATION, DERIVATION_AT);
  for (const [index, { identity }] of events.entries()) {
    bytes.writeUIntBE(prefixOf(identity), HEAD + index * prefixBytes, prefixBytes);
  }
  bytes.set(columns, columnsAt);
  bytes.set(digestOf(bytes.subarray(0, end)), end);
  return bytes;
}

/** The prefixes of the identities in a block, without unpacking its events. */
export function prefixesIn(bytes: Uint8Array): number[] {
  const block = opened(bytes);
  const { count, head, step } = block;
  return Array.from({ length: count }, (_, index) =>
    block.bytes.readUIntBE(head + index * step, prefixBytes),
  );
}

/** The events of a tenant's block, in the order they were appended. Each derives its identity when asked for it. */
export function entriesIn(tenant: string, bytes: Uint8Array): IdentifiedEvent[] {
  return eventsIn(bytes).map((event) => identified(tenant, event));
}

/** The events of a block, in the order they were appended. */
export function eventsIn(bytes: Uint8Array): UsageEvent[] {
  const { version, count, bytes: block } = opened(bytes);
  if (version !== 1) {
    const columns = block.subarray(HEAD + count * prefixBytes, block.length - DIGEST_BYTES);
    const stamps = version === STAMPED_VERSION ? 'stamped' : 'unstamped';
    return eventsFrom(unpacked(columns), count, stamps);
  }
  const events = unpackedEvents(block.subarray(HEAD_OF_1 + count * ENTRY_OF_1));
  invariant(events.length === count, 'a block holds as many events as identities');
  return events;
}

interface OpenBlock {
  readonly version: number;
  readonly count: number;
  /** Where the first prefix begins, and how far it is to the next. */
  readonly head: number;
  readonly step: number;
  readonly bytes: Buffer;
}

/** Throws `InvariantViolation` for a version to come, and for bytes that are not as they were written. */
function opened(stored: Uint8Array): OpenBlock {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const version = bytes[0] ?? 0;
  invariant(
    version === 1 || version === VERSION || version === STAMPED_VERSION,
    `a block of version ${STAMPED_VERSION} at most, got ${version}`,
  );
  invariant(bytes.length >= HEAD + DIGEST_BYTES, 'a block has a head and some events');
  const count = bytes.readUInt32BE(COUNT_AT);
  if (version === 1) return { version, count, head: HEAD_OF_1, step: IDENTITY_OF_1, bytes };
  invariant(
    bytes[DERIVATION_AT] === DERIVATION,
    `identities derived in way ${DERIVATION}, got ${bytes[DERIVATION_AT]}`,
  );
  const end = bytes.length - DIGEST_BYTES;
  invariant(
    digestOf(bytes.subarray(0, end)).equals(bytes.subarray(end)),
    `the bytes of a block of ${count} events are those that were written`,
  );
  return { version, count, head: HEAD, step: prefixBytes, bytes };
}

const digestOf = (bytes: Uint8Array): Buffer => sha256(bytes).subarray(0, DIGEST_BYTES);
