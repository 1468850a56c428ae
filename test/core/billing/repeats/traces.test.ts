import { describe, expect, it } from '@jest/globals';
import {
  candidatesIn,
  chunksOf,
  Traces,
  traceFrom,
  tracesEnd,
  traceText,
} from '../../../../core/billing/repeats/traces.ts';

const identityOf = (first: number, last = 0): Uint8Array =>
  Uint8Array.from([first, ...Array.from({ length: 14 }, () => 7), last]);
const HOUR = 490_896;

describe('traces', () => {
  it('name what has its first 48 bits in common, and the hours it was seen in', () => {
    const traces = new Traces();
    traces.addIdentity(identityOf(200), HOUR + 30);
    traces.addIdentity(identityOf(1), HOUR);
    traces.addIdentity(identityOf(200, 9), HOUR + 2);
    traces.addIdentity(identityOf(200), HOUR + 2);

    const [candidate, ...others] = candidatesIn(traces.sorted(), HOUR);

    expect(candidate?.hours).toEqual([HOUR + 2, HOUR + 30]);
    expect(others).toEqual([]);
  });

  it('know their hours where the lowest bits of these begin anew', () => {
    const near = 65_536 * 8 - 3;
    const traces = new Traces();
    traces.addIdentity(identityOf(1), near + 1);
    traces.addIdentity(identityOf(1), near + 10);

    expect(candidatesIn(traces.sorted(), near)[0]?.hours).toEqual([near + 1, near + 10]);
  });

  it('come back from their chunks as they were, those that are the same in one of them', () => {
    const traces = new Traces();
    for (let index = 0; index < 9_999; index += 1) {
      traces.addIdentity(identityOf(index % 256, index % 251), HOUR + index);
    }
    for (let index = 0; index < 3; index += 1) traces.addIdentity(identityOf(255), HOUR + 30_000);

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
