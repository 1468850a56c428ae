import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../core/kernel/digest.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { blockBytes, entriesIn, eventsIn, prefixesIn } from '../../../core/metering/log/block.ts';
import { prefixOf } from '../../../core/metering/log/identity-prefix.ts';
import { contentCheckOf, identified } from '../../../core/metering/usage-event.ts';
import { anIdentifiedEvent, aUsageEvent } from '../../fixtures/usage-events.ts';
import { blockOfVersion1 } from '../../support/block-of-version-1.ts';
import { goldenBlock } from './golden-block.ts';
import { goldenBlock2 } from './golden-block-2.ts';
import { goldenBlock3 } from './golden-block-3.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = ({ base64 }: { readonly base64: string }): Buffer => Buffer.from(base64, 'base64');

describe('a block', () => {
  it('gives back its events and identities in the order they were appended', () => {
    const events = [anIdentifiedEvent({ id: 'b' }), anIdentifiedEvent({ id: 'a' })];

    const read = entriesIn('acme', blockBytes(events));

    expect(read.map(({ event }) => event)).toEqual(events.map(({ event }) => event));
    expect(read.map(({ identity }) => hex(identity))).toEqual(
      events.map(({ identity }) => hex(identity)),
    );
  });

  it('gives back how identities begin without unpacking the events', () => {
    const events = [anIdentifiedEvent({ id: 'a' }), anIdentifiedEvent({ id: 'b' })];

    expect(prefixesIn(blockBytes(events))).toEqual(
      events.map(({ identity }) => prefixOf(identity)),
    );
    expect(prefixOf(Buffer.from('ffeeddccbbaa9988', 'hex'))).toBe(0xffeeddccbbaa);
  });

  it('of version 1 is read by every later version', () => {
    const bytes = bytesOf(goldenBlock);

    const entries = entriesIn('acme', bytes);

    expect(entries.map(({ event }) => event)).toEqual(goldenBlock.events);
    expect(entries.map(({ identity }) => hex(identity))).toEqual(goldenBlock.identities);
    expect(entries.map(({ event }) => contentCheckOf(event))).toEqual(goldenBlock.checks);
    expect(prefixesIn(bytes)).toEqual(
      goldenBlock.identities.map((identity) => Number.parseInt(identity.slice(0, 12), 16)),
    );
  });

  it('of version 1 has in front what is derived from its events now', () => {
    const head = 5 + 20 * goldenBlock.events.length;

    expect(hex(blockOfVersion1('acme', goldenBlock.events).subarray(0, head))).toBe(
      hex(bytesOf(goldenBlock).subarray(0, head)),
    );
  });

  it('of version 2 is read by every later version, whatever form its columns take', () => {
    const bytes = bytesOf(goldenBlock2);

    const entries = entriesIn('acme', bytes);

    expect(entries.map(({ event }) => event)).toEqual(goldenBlock2.events);
    expect(entries.slice(0, 3).map(({ identity }) => hex(identity))).toEqual(
      goldenBlock.identities,
    );
    expect(prefixesIn(bytes)).toEqual(
      goldenBlock2.events.map((event) => prefixOf(identified('acme', event).identity)),
    );
  });

  it('says of each event which backfill job has written it, and is of version 3 then alone', () => {
    const backfill = { job: 'history', batch: '0123456789abcdef', billing: 'adjust' } as const;
    const never = { ...backfill, job: 'older', billing: 'informational' } as const;
    const events = [
      anIdentifiedEvent({ id: 'a' }),
      anIdentifiedEvent({ id: 'b', backfill }),
      anIdentifiedEvent({ id: 'c', backfill: never }),
    ];

    const bytes = blockBytes(events);

    expect(bytes[0]).toBe(3);
    expect(blockBytes(events.slice(0, 1))[0]).toBe(2);
    expect(eventsIn(bytes)).toEqual(events.map(({ event }) => event));
    expect(prefixesIn(bytes)).toEqual(events.map(({ identity }) => prefixOf(identity)));
  });

  it('of version 3 is read by every later version', () => {
    const bytes = bytesOf(goldenBlock3);

    expect(eventsIn(bytes)).toEqual(goldenBlock3.events);
    expect(prefixesIn(bytes)).toEqual(
      goldenBlock3.events.map((event) => prefixOf(identified('acme', event).identity)),
    );
  });

  it('of a version to come is refused instead of misread', () => {
    const bytes = blockBytes([anIdentifiedEvent()]);
    bytes[0] = 4;

    expect(() => eventsIn(bytes)).toThrow('a block of version 3 at most, got 4');
    expect(() => prefixesIn(bytes)).toThrow('a block of version 3 at most, got 4');
  });

  it('whose identities are derived in a way to come is refused instead of misread', () => {
    const bytes = blockBytes([anIdentifiedEvent()]);
    bytes[5] = 2;

    expect(() => prefixesIn(bytes)).toThrow('identities derived in way 1, got 2');
  });

  it('that was damaged in any byte is refused by all who read it', () => {
    const bytes = blockBytes([anIdentifiedEvent({ id: 'a' }), anIdentifiedEvent({ id: 'b' })]);

    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(() => eventsIn(damaged)).toThrow();
      expect(() => prefixesIn(damaged)).toThrow();
    }
    expect(() => eventsIn(bytes.subarray(0, bytes.length - 4))).toThrow('those that were written');
    expect(() => eventsIn(bytes.subarray(0, 4))).toThrow();
  });

  it('without events has none', () => {
    expect(eventsIn(blockBytes([]))).toEqual([]);
  });

  it('spends less than 30 bytes on an event of 300 whose id is a UUID', () => {
    const events = Array.from({ length: 1_000 }, (_, index) =>
      anIdentifiedEvent(
        aUsageEvent({
          id: hex(sha256(String(index))).replace(
            /^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/,
            '$1-$2-$3-$4-$5',
          ),
          subject: `customer-${index % 97}`,
          occurredAt: timestampOf(1_773_500_966_000 + index),
          data: `{"bytes":${(index * 7919) % 90_000},"path":"/articles/2026/${index % 61}-a-title","status":200}`,
        }),
      ),
    );

    expect(blockBytes(events).length / events.length).toBeLessThan(30);
  });
});
