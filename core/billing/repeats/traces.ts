import type { TraceChunk } from './ports.ts';

/**
 * A trace says that some event's identity is in an hour of the log: the first 48 bits of the identity, and the lowest
 * 16 of the hour, in one number. Sorted, what may be of one identity stands beside each other. Two identities in
 * 10⁸ events have the same 48 bits some twenty times; so a trace says where to look, and nothing more.
 */
export type Trace = bigint;

const HOUR_BITS = 16n;
const HOUR_MASK = 0xffffn;
const HOURS_TOLD_APART = 0x1_0000;
const BYTES = 8;
/** Which of the two words of a number of 64 bits is the higher one on this machine. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const CHUNK_TRACES = 10_000;
/** Traces are less than this. */
export const tracesEnd: Trace = 1n << 64n;

/** Traces of events, in the order in which they are added until they are sorted. */
export class Traces {
  #all: BigUint64Array;
  /** The same, by halves. */
  #words: Uint32Array;
  #size = 0;

  constructor(capacity = 1_024) {
    this.#all = new BigUint64Array(capacity);
    this.#words = new Uint32Array(this.#all.buffer);
  }

  get size(): number {
    return this.#size;
  }

  /** The prefix of an event's identity, in an hour: UTC hours since 1970. */
  addPrefix(prefix: number, hour: number): void {
    this.#makeRoom();
    // By words, as many numbers of 64 bits are made of, a BigInt each, take longer than all else.
    const at = this.#size * 2;
    this.#words[at + HIGH] = Math.floor(prefix / HOURS_TOLD_APART);
    this.#words[at + 1 - HIGH] =
      (prefix % HOURS_TOLD_APART) * HOURS_TOLD_APART + (hour % HOURS_TOLD_APART);
    this.#size += 1;
  }

  /** Those of a chunk that are `from <= trace < to`. */
  addChunk(
    { bytes }: TraceChunk,
    { from, to }: { readonly from: Trace; readonly to: Trace },
  ): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.byteLength; at += BYTES) {
      const trace = view.getBigUint64(at);
      if (from <= trace && trace < to) this.#add(trace);
    }
  }

  addAll(others: Traces): void {
    for (const trace of others.sorted()) this.#add(trace);
  }

  /** What was added, ascending. */
  sorted(): BigUint64Array {
    return this.#all.subarray(0, this.#size).sort();
  }

  #add(trace: Trace): void {
    this.#makeRoom();
    this.#all[this.#size] = trace;
    this.#size += 1;
  }

  #makeRoom(): void {
    if (this.#size < this.#all.length) return;
    const larger = new BigUint64Array(this.#all.length * 2);
    larger.set(this.#all);
    this.#all = larger;
    this.#words = new Uint32Array(larger.buffer);
  }
}

/** Sorted traces as chunks: 8 bytes each, big-endian. Those that are the same are in one chunk: its last is its key. */
export function* chunksOf(sorted: BigUint64Array): Generator<TraceChunk> {
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    to = Math.min(from + CHUNK_TRACES, sorted.length);
    while (sorted[to] === sorted[to - 1]) to += 1;
    const traces = sorted.subarray(from, to);
    const bytes = Buffer.alloc(traces.length * BYTES);
    for (const [index, trace] of traces.entries()) bytes.writeBigUInt64BE(trace, index * BYTES);
    yield { last: traceText(traces.at(-1) ?? 0n), bytes };
  }
}

/** A trace as text that sorts as it does. */
export const traceText = (trace: Trace): string => trace.toString(16).padStart(2 * BYTES, '0');

export const traceFrom = (text: string): Trace => BigInt(`0x${text}`);

/** What may be one identity, and the hours it was seen in. */
export interface Candidate {
  readonly key: bigint;
  /** UTC hours since 1970, ascending; one where it was seen in one hour only. */
  readonly hours: readonly number[];
}

/** What traces that are sorted have more than once; `near` is some hour that is less than seven years before them. */
export function candidatesIn(sorted: BigUint64Array, near: number): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (let index = 1; index < sorted.length; ) {
    const key = keyIn(sorted[index - 1] ?? 0n);
    const first = index - 1;
    while (index < sorted.length && keyIn(sorted[index] ?? 0n) === key) index += 1;
    if (index - first > 1) {
      const hours = Array.from(sorted.subarray(first, index), (trace) => hourIn(trace, near));
      candidates.push({ key, hours: [...new Set(hours)].sort((a, b) => a - b) });
    }
    index += 1;
  }
  return candidates;
}

const keyIn = (trace: Trace): bigint => trace >> HOUR_BITS;

function hourIn(trace: Trace, near: number): number {
  const lowest = Number.parseInt((trace & HOUR_MASK).toString(), 10);
  return near + ((lowest - (near % HOURS_TOLD_APART) + HOURS_TOLD_APART) % HOURS_TOLD_APART);
}

/** What the traces of an identity have in common, as the prefix that a block has of it. */
export const prefixOfCandidate = ({ key }: Candidate): number =>
  Number.parseInt(key.toString(), 10);

/** The first trace past all that may be of one identity. */
export const tracePast = (key: bigint): Trace => (key + 1n) << HOUR_BITS;
