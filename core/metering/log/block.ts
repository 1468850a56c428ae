import { invariant } from '../../kernel/invariant.ts';
import { packedEvents, quality, unpackedEvents } from '../event-columns.ts';
import { contentCheckBytes, type IdentifiedEvent, identityBytes } from '../usage-event.ts';

/** DynamoDB takes items of 400 KB; the rest is for the key. */
export const blockBytesMax = 380 * 1024;
const VERSION = 1;
const HEAD = 5;
const ENTRY = identityBytes + contentCheckBytes;

/**
 * A block, big-endian: version (1 byte), number of events n (4), n identities (16 each), n content checks (4 each),
 * then the events as packed columns. Identities and events are one item, so a crash cannot leave one without the other.
 */
export function blockBytes(events: readonly IdentifiedEvent[]): Uint8Array {
  const packed = packedEvents(
    events.map(({ event }) => event),
    quality.kept,
  );
  const bytes = Buffer.alloc(HEAD + events.length * ENTRY + packed.length);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUInt32BE(events.length, 1);
  for (const [index, { identity, check }] of events.entries()) {
    bytes.set(identity, HEAD + index * identityBytes);
    bytes.writeUInt32BE(check, HEAD + events.length * identityBytes + index * contentCheckBytes);
  }
  bytes.set(packed, HEAD + events.length * ENTRY);
  return bytes;
}

/** The identities and content checks of a block, without unpacking its events. */
export function* identitiesIn(bytes: Uint8Array): Generator<Omit<IdentifiedEvent, 'event'>> {
  const count = eventCountOf(bytes);
  const view = viewOf(bytes);
  for (let index = 0; index < count; index += 1) {
    yield { identity: identityAt(bytes, index), check: checkAt(view, index, count) };
  }
}

/** The events of a block with what tells them from others, in the order they were appended. */
export function entriesIn(bytes: Uint8Array): IdentifiedEvent[] {
  const count = eventCountOf(bytes);
  const view = viewOf(bytes);
  const events = unpackedEvents(bytes.subarray(HEAD + count * ENTRY));
  invariant(events.length === count, 'a block holds as many events as identities');
  return events.map((event, index) => ({
    event,
    identity: identityAt(bytes, index),
    check: checkAt(view, index, count),
  }));
}

function identityAt(bytes: Uint8Array, index: number): Uint8Array {
  const at = HEAD + index * identityBytes;
  return bytes.subarray(at, at + identityBytes);
}

const checkAt = (view: DataView, index: number, count: number): number =>
  view.getUint32(HEAD + count * identityBytes + index * contentCheckBytes);

function eventCountOf(bytes: Uint8Array): number {
  invariant(bytes[0] === VERSION, `a block of version ${VERSION}, got ${bytes[0]}`);
  return viewOf(bytes).getUint32(1);
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
