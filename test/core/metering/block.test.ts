import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { blockBytes, entriesIn, identitiesIn } from '../../../core/metering/log/block.ts';
import { anIdentifiedEvent, aUsageEvent } from '../../fixtures/usage-events.ts';
import { goldenBlock } from './golden-block.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a block', () => {
  it('gives back its events, identities and checks in the order they were appended', () => {
    const events = [anIdentifiedEvent({ id: 'b' }), anIdentifiedEvent({ id: 'a' })];

    const read = entriesIn(blockBytes(events));

    expect(read.map(({ event }) => event)).toEqual(events.map(({ event }) => event));
    expect(read.map(({ identity }) => hex(identity))).toEqual(
      events.map(({ identity }) => hex(identity)),
    );
    expect(read.map(({ check }) => check)).toEqual(events.map(({ check }) => check));
  });

  it('gives back identities and checks without unpacking the events', () => {
    const [first, second] = [anIdentifiedEvent({ id: 'a' }), anIdentifiedEvent({ id: 'b' })];

    const read = [...identitiesIn(blockBytes([first, second]))];

    expect(read.map(({ identity }) => hex(identity))).toEqual(
      [first, second].map(({ identity }) => hex(identity)),
    );
    expect(read.map(({ check }) => check)).toEqual([first.check, second.check]);
  });

  it('of version 1 is read by every later version', () => {
    const bytes = Buffer.from(goldenBlock.base64, 'base64');

    const entries = entriesIn(bytes);

    expect(entries.map(({ event }) => event)).toEqual(goldenBlock.events);
    expect(entries.map(({ identity }) => hex(identity))).toEqual(goldenBlock.identities);
    expect(entries.map(({ check }) => check)).toEqual(goldenBlock.checks);
    expect([...identitiesIn(bytes)].map(({ identity }) => hex(identity))).toEqual(
      goldenBlock.identities,
    );
    expect([...identitiesIn(bytes)].map(({ check }) => check)).toEqual(goldenBlock.checks);
  });

  it('of version 1 is still written as it was, up to the compressed part', () => {
    const events = goldenBlock.events.map((event) => anIdentifiedEvent(event));

    const bytes = blockBytes(events);

    const head = 5 + 20 * events.length;
    expect(hex(bytes.subarray(0, head))).toBe(
      hex(Buffer.from(goldenBlock.base64, 'base64').subarray(0, head)),
    );
  });

  it('of a version to come is refused instead of misread', () => {
    const bytes = blockBytes([anIdentifiedEvent()]);
    bytes[0] = 2;

    expect(() => entriesIn(bytes)).toThrow('a block of version 1, got 2');
  });

  it('that was damaged is refused instead of misread', () => {
    const bytes = blockBytes([anIdentifiedEvent()]);

    expect(() => entriesIn(bytes.subarray(0, bytes.length - 4))).toThrow();
  });

  it('keeps any event as it is', () => {
    const anyEvent = fc.record({
      source: fc.string({ unit: 'grapheme', maxLength: 50 }),
      id: fc.string({ unit: 'grapheme', maxLength: 50 }),
      type: fc.string({ maxLength: 50 }),
      subject: fc.string({ unit: 'grapheme', maxLength: 50 }),
      occurredAt: fc.integer({ min: 0, max: 4_102_444_800_000 }).map(timestampOf),
      data: fc.option(fc.json(), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 20 }), (events) => {
        const read = entriesIn(blockBytes(events.map((event) => anIdentifiedEvent(event))));
        expect(read.map(({ event }) => event)).toEqual(events);
      }),
    );
  });

  it('spends about 20 bytes of identity and 30 of content on an event of 300', () => {
    const events = Array.from({ length: 1_000 }, (_, index) =>
      anIdentifiedEvent(
        aUsageEvent({
          id: `${hex(anIdentifiedEvent({ id: `seed-${index}` }).identity)}`,
          subject: `customer-${index % 97}`,
          occurredAt: timestampOf(1_773_500_966_000 + index),
          data: `{"bytes":${(index * 7919) % 90_000},"path":"/articles/2026/${index % 61}-a-title","status":200}`,
        }),
      ),
    );

    expect(blockBytes(events).length / events.length).toBeLessThan(52);
  });
});
