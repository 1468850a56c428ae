import { invariant } from '../../kernel/invariant.ts';
import type { Consistency } from '../../kernel/log.ts';
import type { IdentifiedEvent, UsageEvent } from '../usage-event.ts';
import { blockBytes, blockBytesMax, identitiesIn } from './block.ts';
import { IdentityIndex } from './identity-index.ts';
import { type LogKey, logKeyText } from './log-key.ts';
import type { StoredBlock, UsageLog } from './ports.ts';

/** What became of the events of one append. */
export interface Appended {
  readonly recorded: number;
  readonly duplicates: number;
  /** Events whose identity another event took first. */
  readonly conflicts: readonly UsageEvent[];
  /** The log is known to have at least this many blocks, and every event above is in them. */
  readonly blocks: number;
}

/** All that is known of one log: the identities in its first `blocks` blocks. */
interface Tail {
  blocks: number;
  readonly identities: IdentityIndex;
}

/** Racing writers make one another start over; none has to as often as this. */
const ATTEMPTS_MAX = 100;
const EVENTS_PER_BLOCK_MAX = 5_000;
const EVENTS_TRIED_UNREAD = 4;

/**
 * Appends events to logs, each event once however often it comes.
 *
 * Why once: an event of a log is either among the identities of the tail or not. Block n+1 is put only by a writer that
 * has read blocks 1 to n without a hole, and only if nobody else has put it; so the writer that puts it knew every
 * identity before it. Whoever loses, or does not learn what became of its put, reads the tail again, strongly, and
 * starts over from what stands there. Blocks never change, so what was once read of a tail stays true and may be kept.
 *
 * Not safe for two calls on one log at a time from one instance; different logs may go on side by side.
 */
export class UsageLogWriter {
  readonly #log: UsageLog;
  readonly #tails: TailCache;

  constructor(log: UsageLog, identitiesKeptMax = 1_000_000) {
    this.#log = log;
    this.#tails = new TailCache(identitiesKeptMax);
  }

  /**
   * Resolves when every event is in the log, was there before, or conflicts. Rejects when the log cannot be read or
   * won.
   */
  async append(key: LogKey, events: readonly IdentifiedEvent[]): Promise<Appended> {
    const tail = this.#tails.of(key);
    let recorded = 0;
    let read: Consistency | 'nothing' = isWorthATry(tail, events) ? 'nothing' : 'eventual';
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (read !== 'nothing') await this.#catchUp(key, tail, read);
      const { fresh, duplicates, conflicts } = sifted(events, tail.identities);
      if (fresh.length === 0) {
        this.#tails.keep(key, tail);
        return { recorded, duplicates: duplicates - recorded, conflicts, blocks: tail.blocks };
      }
      const { block, taken } = nextBlock(fresh, tail.blocks + 1);
      const outcome = await this.#log.append(key, block);
      if (outcome === 'put') {
        advance(tail, block);
        recorded += taken;
        read = 'nothing';
      } else {
        read = 'strong';
      }
    }
    throw new Error(
      `gave up appending to log ${logKeyText(key)} after ${ATTEMPTS_MAX} attempts: raise the number of shards`,
    );
  }

  /**
   * Which of the events the log does not have; appends none of them. The log is known to have at least `blocks` blocks.
   */
  async missingFrom(
    key: LogKey,
    events: readonly IdentifiedEvent[],
  ): Promise<{ readonly missing: readonly UsageEvent[]; readonly blocks: number }> {
    const tail = this.#tails.of(key);
    await this.#catchUp(key, tail, 'strong');
    this.#tails.keep(key, tail);
    const missing = events.filter(
      ({ identity, check }) => tail.identities.checkOf(identity) !== check,
    );
    return { missing: missing.map(({ event }) => event), blocks: tail.blocks };
  }

  async #catchUp(key: LogKey, tail: Tail, consistency: Consistency): Promise<void> {
    let page: Awaited<ReturnType<UsageLog['read']>>;
    do {
      page = await this.#log.read(key, tail.blocks, consistency);
      for (const block of page.blocks) {
        // Past a hole nothing counts: the block that fills it may hold what we are about to append.
        if (block.seq !== tail.blocks + 1) return;
        advance(tail, block);
      }
    } while (page.more && page.blocks.length > 0);
  }
}

/**
 * Whether to put block 1 without having read: nothing can stand before it. A put that fails is charged like one that
 * does not, so only a handful of events is worth it: history that trickles in, a few events to the minute, where every
 * log is a new one.
 */
const isWorthATry = (tail: Tail, events: readonly IdentifiedEvent[]): boolean =>
  tail.blocks === 0 && events.length <= EVENTS_TRIED_UNREAD;

function advance(tail: Tail, block: StoredBlock): void {
  invariant(block.seq === tail.blocks + 1, 'a tail grows by the next block');
  for (const { identity, check } of identitiesIn(block.bytes)) tail.identities.add(identity, check);
  tail.blocks = block.seq;
}

/**
 * Parts events into those not in the tail nor earlier among themselves, those that are, and those that only claim to
 * be.
 */
function sifted(events: readonly IdentifiedEvent[], identities: IdentityIndex) {
  const fresh: IdentifiedEvent[] = [];
  const conflicts: UsageEvent[] = [];
  const inBatch = new IdentityIndex();
  let duplicates = 0;
  for (const identified of events) {
    const { identity, check, event } = identified;
    const first = identities.checkOf(identity) ?? inBatch.checkOf(identity);
    if (first === undefined) {
      inBatch.add(identity, check);
      fresh.push(identified);
    } else if (first === check) {
      duplicates += 1;
    } else {
      conflicts.push(event);
    }
  }
  return { fresh, duplicates, conflicts };
}

/** As many of `fresh` as fit one block. */
function nextBlock(
  fresh: readonly IdentifiedEvent[],
  seq: number,
): { readonly block: StoredBlock; readonly taken: number } {
  let taken = Math.min(fresh.length, EVENTS_PER_BLOCK_MAX);
  for (;;) {
    const bytes = blockBytes(fresh.slice(0, taken));
    if (bytes.length <= blockBytesMax) return { block: { seq, bytes }, taken };
    invariant(taken > 1, 'one event of at most 32 KB fits a block');
    taken = Math.ceil(taken / 2);
  }
}

/** The tails read last, up to a number of identities. Map order is the order of use. */
class TailCache {
  readonly #tails = new Map<string, Tail>();
  readonly #identitiesMax: number;
  #identities = 0;

  constructor(identitiesMax: number) {
    this.#identitiesMax = identitiesMax;
  }

  /** Takes the tail out, so that an append that fails half way leaves none behind. */
  of(key: LogKey): Tail {
    const text = logKeyText(key);
    const tail = this.#tails.get(text);
    if (tail === undefined) return { blocks: 0, identities: new IdentityIndex() };
    this.#tails.delete(text);
    this.#identities -= tail.identities.size;
    return tail;
  }

  keep(key: LogKey, tail: Tail): void {
    this.#tails.set(logKeyText(key), tail);
    this.#identities += tail.identities.size;
    for (const [text, oldest] of this.#tails) {
      if (this.#identities <= this.#identitiesMax) return;
      this.#tails.delete(text);
      this.#identities -= oldest.identities.size;
    }
  }
}
