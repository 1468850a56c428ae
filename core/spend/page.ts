import type { Timestamp } from '../kernel/timestamp.ts';
import type { SpendBlock, SpendEntry } from './entry.ts';
import { beginBlock, endBlock, foldEntry } from './fold.ts';
import { entryId } from './log-id.ts';
import type { SpendState } from './state.ts';

/** A block that is being decided, and what is known with all that is in it so far. */
export class SpendPage {
  /** With the entries that were added. */
  readonly state: SpendState;
  readonly log: string;
  readonly seq: number;
  /** When the block is dated: the clock's time, and no earlier than the block before. */
  readonly now: Timestamp;
  readonly #before: Timestamp;
  readonly #payer: string;
  readonly #entries: SpendEntry[] = [];
  #told: readonly number[];
  #isTellingWanted = false;
  #isLow = false;

  constructor(
    state: SpendState,
    {
      log,
      payer,
      now,
      told,
    }: {
      readonly log: string;
      readonly payer: string;
      readonly now: Timestamp;
      readonly told: readonly number[];
    },
  ) {
    this.state = state.copy();
    this.log = log;
    this.seq = state.version + 1;
    this.now = now > state.at ? now : state.at;
    this.#before = state.at;
    this.#payer = payer;
    this.#told = told;
    beginBlock(this.state, { payer, at: this.now, told });
  }

  get entries(): readonly SpendEntry[] {
    return this.#entries;
  }

  get block(): SpendBlock {
    return { payer: this.#payer, at: this.now, told: this.#told, entries: this.#entries };
  }

  /** Whether there is anything to put; what is told goes along with the next entry, unless it is wanted. */
  get isWanted(): boolean {
    return this.#entries.length > 0 || this.#isTellingWanted;
  }

  /** Whether something was decided that leaves less in the wallet than its payer wants, and nobody has found it yet. */
  get isLow(): boolean {
    return this.#isLow;
  }

  /** Says so of what the wallet has left; undefined where there is none. */
  noteLeft(left: bigint | 'too little' | undefined): void {
    const { refill, low } = this.state;
    if (refill === undefined || low !== undefined) return;
    const has = typeof left === 'bigint' ? left : 0n;
    this.#isLow ||= has < refill.below;
  }

  /** The events of these blocks are in the queue: the block says so, even if it says nothing else. */
  tell(seqs: readonly number[]): void {
    this.#isTellingWanted = true;
    this.#told = [...new Set([...this.#told, ...seqs])];
    beginBlock(this.state, this.block);
  }

  /** Adds an entry to the block, and answers its id. */
  add(entry: SpendEntry): string {
    const id = entryId({ log: this.log, seq: this.seq, index: this.#entries.length });
    foldEntry(this.state, entry, { id, at: this.now });
    this.#entries.push(entry);
    return id;
  }

  /** The state once the block is in the log. */
  ended(): SpendState {
    endBlock(this.state, { seq: this.seq, before: this.#before, entries: this.#entries });
    return this.state;
  }
}
