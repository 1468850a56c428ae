import { describe, expect, it } from '@jest/globals';
import {
  candidatesIn,
  chunksOf,
  Traces,
  traceFrom,
  tracesEnd,
  traceText,
} from '../../../../core/billing/repeats/traces.ts';

const prefixOf = (first: number): number => first * 2 ** 40 + 0x07_07_07_07_07;
const HOUR = 490_896;

describe('traces', () => {
  it('name what has its first 48 bits in common, and the hours it was seen in', () => {
    const traces = new Traces();
    traces.addPrefix(prefixOf(200), HOUR + 30);
    traces.addPrefix(prefixOf(1), HOUR);
    traces.addPrefix(prefixOf(200) + 1, HOUR + 2);
    traces.addPrefix(prefixOf(200), HOUR + 2);

    const [candidate, ...others] = candidatesIn(traces.sorted(), HOUR);

    expect(candidate?.hours).toEqual([HOUR + 2, HOUR + 30]);
    expect(others).toEqual([]);
  });

  it('know their hours where the lowest bits of these begin anew', () => {
    const near = 65_536 * 8 - 3;
    const traces = new Traces();
    traces.addPrefix(prefixOf(1), near + 1);
    traces.addPrefix(prefixOf(1), near + 10);

    expect(candidatesIn(traces.sorted(), near)[0]?.hours).toEqual([near + 1, near + 10]);
  });

  it('come back from their chunks as they were, those that are the same in one of them', () => {
    const traces = new Traces();
    for (let index = 0; index < 9_999; index += 1) {
      traces.addPrefix(prefixOf(index % 256), HOUR + index);
    }
    for (let index = 0; index < 3; index += 1) traces.addPrefix(prefixOf(255), HOUR + 30_000);

    const chunks = [...chunksOf(traces.sorted())];
    const again = new Traces();
    for (const chunk of chunks) again.addChunk(chunk, { from: 0n, to: tracesEnd });

    expect(again.sorted()).toEqual(traces.sorted());
    expect(new Set(chunks.map(({ last }) => last)).size).toBe(chunks.length);
  });

  it('are texts that sort as they do', () => {
    expect(traceText(255n)).toBe('00000000000000ff');
    expect(traceFrom(traceText(tracesEnd - 1n))).toBe(tracesEnd - 1n);
  });
});
