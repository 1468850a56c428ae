import { invariant } from '../kernel/invariant.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';

/** Keys of so many blocks make a page. */
export const blocksPerPage = 32;

/** A key asked again after longer is asked for the first time: a hold of a day can be captured for a day after it. */
const keyMemoryMs = 49 * 3_600_000;

const DIGEST_BYTES = 8;
const SEQ_BYTES = 4;
const HEAD_BYTES = 8;
const ENTRY_BYTES = DIGEST_BYTES + SEQ_BYTES;

/** The keys of one block, each as 64 bits of its digest. */
interface BlockKeys {
  readonly seq: number;
  readonly at: Timestamp;
  readonly keys: ReadonlySet<bigint>;
}

/** The keys of a page: sorted digests, and of each the block it is in. */
export interface KeyPage {
  readonly page: number;
  /** When the last of its blocks was written. */
  readonly at: Timestamp;
  readonly digests: BigUint64Array;
  readonly seqs: Uint32Array;
}

/** 64 bits of a key's digest. Two keys may share them: so the entry itself is looked at, wherever they are found. */
const shortened = (key: string): bigint => Buffer.from(key, 'base64url').readBigUInt64BE(0);

/**
 * Which keys a log was asked under in the last two days, and in which block each is. What is older than the tail is in
 * pages that never change, twelve bytes a key. It is copied for each block that is decided: pages are shared by all.
 */
export class RecentKeys {
  readonly #pages: readonly KeyPage[];
  readonly #tail: readonly BlockKeys[];

  constructor(pages: readonly KeyPage[] = [], tail: readonly BlockKeys[] = []) {
    this.#pages = pages;
    this.#tail = tail;
  }

  /** How many keys are remembered. */
  get size(): number {
    return (
      this.#pages.reduce((sum, { digests }) => sum + digests.length, 0) +
      this.#tail.reduce((sum, { keys }) => sum + keys.size, 0)
    );
  }

  /** The pages there are, oldest first. */
  get pages(): readonly KeyPage[] {
    return this.#pages;
  }

  get tail(): readonly BlockKeys[] {
    return this.#tail;
  }

  /** The blocks that may have an entry of this key, newest first. */
  blocksOf(key: string): readonly number[] {
    const digest = shortened(key);
    const inTail = this.#tail.filter(({ keys }) => keys.has(digest)).map(({ seq }) => seq);
    const inPages = this.#pages.flatMap((page) => seqsIn(page, digest));
    return [...new Set([...inPages, ...inTail])].reverse();
  }

  /** With the keys of a further block, and without what is too old. A page is made wherever enough blocks are there. */
  with(seq: number, at: Timestamp, keys: readonly string[]): RecentKeys {
    const tail = [...this.#tail, { seq, at, keys: new Set(keys.map(shortened)) }];
    const isFull = seq % blocksPerPage === 0;
    const pages = this.#pages.filter((page) => page.at + keyMemoryMs >= at);
    return isFull
      ? new RecentKeys([...pages, pageOf(seq / blocksPerPage, tail)], [])
      : new RecentKeys(pages, tail);
  }
}

function pageOf(page: number, blocks: readonly BlockKeys[]): KeyPage {
  const all = blocks
    .flatMap(({ seq, keys }) => [...keys].map((digest): [bigint, number] => [digest, seq]))
    .sort(([a, seq], [b, other]) => (a < b ? -1 : a > b ? 1 : seq - other));
  return {
    page,
    at: blocks.at(-1)?.at ?? timestampOf(0),
    digests: BigUint64Array.from(all, ([digest]) => digest),
    seqs: Uint32Array.from(all, ([, seq]) => seq),
  };
}

function seqsIn({ digests, seqs }: KeyPage, digest: bigint): number[] {
  let [low, high] = [0, digests.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((digests[middle] ?? 0n) < digest) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let at = low; digests[at] === digest; at += 1) found.push(seqs[at] ?? 0);
  return found;
}

/** A page as it is kept: when it ended, then each key's digest and block; big-endian. */
export function keyPageBytes({ at, digests, seqs }: KeyPage): Uint8Array {
  const bytes = Buffer.alloc(HEAD_BYTES + digests.length * ENTRY_BYTES);
  bytes.writeDoubleBE(at, 0);
  for (const [index, digest] of digests.entries()) {
    const place = HEAD_BYTES + index * ENTRY_BYTES;
    bytes.writeBigUInt64BE(digest, place);
    bytes.writeUInt32BE(seqs[index] ?? 0, place + DIGEST_BYTES);
  }
  return bytes;
}

/** The reverse of `keyPageBytes`. */
export function keyPageFrom(page: number, stored: Uint8Array): KeyPage {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const count = (bytes.length - HEAD_BYTES) / ENTRY_BYTES;
  invariant(Number.isInteger(count) && count >= 0, `page ${page} of keys has whole entries`);
  const digests = new BigUint64Array(count);
  const seqs = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    const place = HEAD_BYTES + index * ENTRY_BYTES;
    digests[index] = bytes.readBigUInt64BE(place);
    seqs[index] = bytes.readUInt32BE(place + DIGEST_BYTES);
  }
  return { page, at: timestampOf(bytes.readDoubleBE(0)), digests, seqs };
}
