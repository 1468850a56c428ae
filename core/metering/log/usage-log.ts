import { invariant } from '../../kernel/invariant.ts';
import type { Consistency } from '../../kernel/log.ts';
import {
  type IdentifiedEvent,
  isSameContent,
  isSameIdentity,
  type UsageEvent,
} from '../usage-event.ts';
import { blockBytes, blockBytesMax } from './block.ts';
import { prefixOf } from './identity-prefix.ts';
import { type LogKey, logKeyText } from './log-key.ts';
import type { StoredBlock, UsageLog } from './ports.ts';
import { PrefixIndex } from './prefix-index.ts';
import { KeptTails, type Tail } from './tail.ts';

/** What became of the events of one append. */
export interface Appended {
  readonly recorded: number;
  readonly duplicates: number;
  /** Events whose identity another event took first. */
  readonly conflicts: readonly UsageEvent[];
  /** By conflict, that other event. */
  readonly firsts: ReadonlyMap<UsageEvent, UsageEvent>;
  /** The log is known to have at least this many blocks, and every event above is in them. */
  readonly blocks: number;
}

/** Racing writers make one another start over; none has to as often as this. */
const ATTEMPTS_MAX = 100;
const EVENTS_PER_BLOCK_MAX = 5_000;
const EVENTS_TRIED_UNREAD = 4;
const TAIL_BYTES_MAX = 96 * 1024 * 1024;

/**
 * Appends events to logs, each event once however often it comes.
 *
 * Why once: an event of a log is either among the events of the tail or not. Block n+1 is put only by a writer that
 * has read blocks 1 to n without a hole, and only if nobody else has put it; so the writer that puts it knew every
 * event before it. Whoever loses, or does not learn what became of its put, reads the tail again, strongly, and
 * starts over from what stands there. Blocks never change, so what was once read of a tail stays true and may be kept.
 *
 * Not safe for two calls on one log at a time from one instance; different logs may go on side by side.
 */
export class UsageLogWriter {
  readonly #log: UsageLog;
  readonly #tails: KeptTails;

  constructor(log: UsageLog, eventsKnownMax = 1_000_000) {
    this.#log = log;
    this.#tails = new KeptTails({ events: eventsKnownMax, bytes: TAIL_BYTES_MAX });
  }

  /**
   * Resolves when every event is in the log, was there before, or conflicts. Rejects when the log cannot be read or
   * won.
   */
  async append(
    key: LogKey,
    events: readonly IdentifiedEvent[],
    /** Told of those that a put was answered for. */
    onRecorded: (recorded: readonly IdentifiedEvent[]) => void = () => undefined,
  ): Promise<Appended> {
    const tail = this.#tails.of(key);
    const conflicts: UsageEvent[] = [];
    const firsts = new Map<UsageEvent, UsageEvent>();
    let [recorded, duplicates] = [0, 0];
    let read: Consistency | 'nothing' = isWorthATry(tail, events) ? 'nothing' : 'eventual';
    let open = events;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (read !== 'nothing') await this.#catchUp(key, tail, read);
      const sifted = await this.#sifted(open, key, tail);
      duplicates += sifted.duplicates;
      for (const [event, first] of sifted.conflicts) {
        conflicts.push(event);
        firsts.set(event, first);
      }
      const { fresh, seconds } = sifted;
      if (fresh.length === 0) {
        this.#tails.keep(key, tail);
        return { recorded, duplicates, conflicts, firsts, blocks: tail.blocks };
      }
      const { block, taken } = nextBlock(fresh, tail.blocks + 1);
      const outcome = await this.#log.append(key, block);
      if (outcome === 'put') {
        tail.grow(block);
        recorded += taken;
        onRecorded(fresh.slice(0, taken));
        read = 'nothing';
        open = [...fresh.slice(taken), ...seconds];
      } else {
        read = 'strong';
        open = [...fresh, ...seconds];
      }
    }
    throw new Error(
      `gave up appending to log ${logKeyText(key)} after ${ATTEMPTS_MAX} attempts: raise the number of shards`,
    );
  }

  /**
   * Which of the events the log does not have as they are; appends none of them. The log is known to have at least
   * `blocks` blocks.
   */
  async missingFrom(
    key: LogKey,
    events: readonly IdentifiedEvent[],
  ): Promise<Pick<Appended, 'blocks' | 'firsts'> & { readonly missing: readonly UsageEvent[] }> {
    const tail = this.#tails.of(key);
    await this.#catchUp(key, tail, 'strong');
    this.#tails.keep(key, tail);
    const found = await tail.firstsOf(events, { log: this.#log, key });
    const missing = events.filter((one) => !isSameAs(found.get(one), one.event));
    const firsts = missing.flatMap((one) => {
      const first = found.get(one);
      return first === undefined ? [] : [[one.event, first] as const];
    });
    return {
      missing: missing.map(({ event }) => event),
      firsts: new Map(firsts),
      blocks: tail.blocks,
    };
  }

  /** Of those events whose identity the log has, the event that has it. */
  async firstsOf(
    key: LogKey,
    events: readonly IdentifiedEvent[],
  ): Promise<ReadonlyMap<IdentifiedEvent, UsageEvent>> {
    const tail = this.#tails.of(key);
    // After an append of the same events, all of them are in what is known.
    if (tail.blocks === 0) await this.#catchUp(key, tail, 'strong');
    const firsts = await tail.firstsOf(events, { log: this.#log, key });
    this.#tails.keep(key, tail);
    return firsts;
  }

  /**
   * Parts events into those that the log has, those that only claim to be one that it has, the first ones of what it
   * does not have, and `seconds`: whose identity another event here has taken, and which are judged when that one is in
   * the log.
   */
  async #sifted(events: readonly IdentifiedEvent[], key: LogKey, tail: Tail) {
    const firsts = await tail.firstsOf(events, { log: this.#log, key });
    const fresh: IdentifiedEvent[] = [];
    const seconds: IdentifiedEvent[] = [];
    const conflicts: (readonly [UsageEvent, UsageEvent])[] = [];
    const taken = new PrefixIndex();
    let duplicates = 0;
    for (const one of events) {
      const first = firsts.get(one);
      if (first !== undefined) {
        if (isSameContent(first, one.event)) duplicates += 1;
        else conflicts.push([one.event, first]);
        continue;
      }
      const prefix = prefixOf(one.identity);
      if (isTaken(one, taken.placesOf(prefix), fresh)) {
        seconds.push(one);
      } else {
        taken.add(prefix, fresh.push(one));
      }
    }
    return { fresh, seconds, duplicates, conflicts };
  }

  async #catchUp(key: LogKey, tail: Tail, consistency: Consistency): Promise<void> {
    let page: Awaited<ReturnType<UsageLog['read']>>;
    do {
      page = await this.#log.read(key, tail.blocks, consistency);
      for (const block of page.blocks) {
        // Past a hole nothing counts: the block that fills it may hold what we are about to append.
        if (block.seq !== tail.blocks + 1) return;
        tail.grow(block);
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

const isSameAs = (first: UsageEvent | undefined, event: UsageEvent): boolean =>
  first !== undefined && isSameContent(first, event);

/** Whether one of `fresh`, at these places from 1 on, has the identity. */
function isTaken(
  { event }: IdentifiedEvent,
  places: Iterable<number>,
  fresh: readonly IdentifiedEvent[],
): boolean {
  for (const place of places) {
    const other = fresh[place - 1];
    if (other !== undefined && isSameIdentity(other.event, event)) return true;
  }
  return false;
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
