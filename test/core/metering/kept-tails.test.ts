import { describe, expect, it } from '@jest/globals';
import { blockBytes } from '../../../core/metering/log/block.ts';
import type { LogKey } from '../../../core/metering/log/log-key.ts';
import { KeptTails, Tail } from '../../../core/metering/log/tail.ts';
import { anIdentifiedEvent } from '../../fixtures/usage-events.ts';

const keyOf = (minute: number): LogKey => ({ tenant: 'acme', shard: 0, minute });
const tailOf = (...ids: readonly string[]): Tail => {
  const tail = new Tail();
  if (ids.length === 0) return tail;
  tail.grow({ seq: 1, bytes: blockBytes(ids.map((id) => anIdentifiedEvent({ id }))) });
  return tail;
};

/** How many of so many logs are still known, each with these events. */
function knownOf(logs: number, bytes: number, ...ids: readonly string[]): number {
  const kept = new KeptTails({ events: 1_000_000, bytes });
  const tails = Array.from({ length: logs }, () => tailOf(...ids));
  for (const [minute, tail] of tails.entries()) kept.keep(keyOf(minute), tail);
  return tails.filter((tail, minute) => kept.of(keyOf(minute)) === tail).length;
}

describe('the tails of logs that a writer keeps', () => {
  it('are bounded in memory, however few events each log has', () => {
    const one = tailOf('a').bytes;

    expect(one).toBeGreaterThan(1_024);
    expect(knownOf(100, 10 * one, 'a')).toBe(10);
  });

  it('are bounded where logs have nothing', () => {
    expect(knownOf(100, 10 * tailOf().bytes)).toBe(10);
  });

  it('are those that were used last', () => {
    const kept = new KeptTails({ events: 1_000_000, bytes: 2 * tailOf('a').bytes });
    const [first, second, third] = [tailOf('a'), tailOf('b'), tailOf('c')];
    kept.keep(keyOf(1), first);
    kept.keep(keyOf(2), second);
    kept.keep(keyOf(1), kept.of(keyOf(1)));
    kept.keep(keyOf(3), third);

    expect(kept.of(keyOf(1))).toBe(first);
    expect(kept.of(keyOf(2))).not.toBe(second);
    expect(kept.of(keyOf(3))).toBe(third);
  });
});
