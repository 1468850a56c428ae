import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import { spendBlockFrom } from './block.ts';
import type { Waiting } from './decision.ts';
import { foldBlock, hasEvent } from './fold.ts';
import { spendLogId } from './log-id.ts';
import type { SpendPage } from './page.ts';
import type { SpendLog } from './ports.ts';
import { blocksPerPage, keyPageBytes, keyPageFrom } from './recent-keys.ts';
import { SpendState } from './state.ts';
import { keptStateFrom, spendStateBytes } from './state-codec.ts';

/** A log as this process knows it. */
export interface OpenLog {
  readonly tenant: string;
  readonly payer: string;
  readonly log: string;
  /** As of the last look at it; others may have written since. */
  state: SpendState;
  isRead: boolean;
  /** Up to which block the state is kept. */
  keptTo: number;
  isWriting: boolean;
  readonly waiting: Waiting[];
  /** Of blocks of this process, how many events are not in the queue yet. */
  readonly untold: Map<number, number>;
  /** Those whose events all are, which no block says yet. */
  readonly told: Set<number>;
  /** The hour for which the payer is marked. */
  readonly marked: Set<number>;
}

const PAGES_AT_ONCE = 100;

/** The logs that this process has read, so that most decisions read nothing. */
export class OpenLogs {
  readonly #log: SpendLog;
  readonly #max: number;
  readonly #open = new Map<string, OpenLog>();

  constructor(log: SpendLog, max: number) {
    this.#log = log;
    this.#max = max;
  }

  /** The payer's log, as the one that was used last. */
  of(tenant: string, payer: string): OpenLog {
    const log = spendLogId(tenant, payer);
    const open = this.#open.get(log) ?? {
      ...{ tenant, payer, log, state: new SpendState(), isRead: false, keptTo: 0 },
      ...{ isWriting: false, waiting: [], untold: new Map<number, number>() },
      ...{ told: new Set<number>(), marked: new Set<number>() },
    };
    this.#open.delete(log);
    this.#open.set(log, open);
    return open;
  }

  /** Reads the log where this process has not yet; answers whether it did. */
  async ensure(open: OpenLog): Promise<boolean> {
    if (open.isRead) return false;
    await this.#readKept(open);
    await this.catchUp(open);
    open.isRead = true;
    return true;
  }

  /** The state with all blocks that there are now. */
  async fresh(tenant: string, payer: string): Promise<SpendState> {
    const open = this.of(tenant, payer);
    // A writer that is at it folds its own blocks: a state beside it is read.
    const own: OpenLog = open.isWriting ? { ...open, state: open.state.copy() } : open;
    if (!(await this.ensure(own))) await this.catchUp(own);
    return own.state;
  }

  /** Folds the blocks that others have written; read strongly. */
  async catchUp(open: OpenLog): Promise<void> {
    const state = open.state.copy();
    for (let more = true; more; ) {
      const read = await this.#log.read(open.tenant, open.log, state.version, 'strong');
      for (const { seq, bytes } of read.blocks) {
        invariant(seq === state.version + 1, `a spend log has block ${state.version + 1}`);
        foldBlock(state, open.log, spendBlockFrom(bytes));
      }
      more = read.more;
    }
    if (state.version < open.state.version) return;
    open.state = state;
    for (const seq of open.told) if (!state.untold.has(seq)) open.told.delete(seq);
  }

  /** What this process wrote. From time to time the state is kept, so that the next to come reads no long tail. */
  async wrote(open: OpenLog, page: SpendPage): Promise<void> {
    for (const seq of page.block.told) open.told.delete(seq);
    const events = page.entries.filter(hasEvent).length;
    if (events > 0) open.untold.set(page.seq, events);
    open.state = page.ended();
    if (page.seq % blocksPerPage !== 0) return;
    try {
      await this.#keep(open);
    } catch {
      // Nothing depends on it: where it fails, a longer tail is read.
    }
  }

  /** Forgets logs that were not used for longest; none of which something waits. */
  trim(): void {
    for (const [log, { isWriting, waiting, untold }] of this.#open) {
      if (this.#open.size <= this.#max) return;
      if (!isWriting && waiting.length === 0 && untold.size === 0) this.#open.delete(log);
    }
  }

  async #readKept(open: OpenLog): Promise<void> {
    const stored = await this.#log.readState(open.tenant, open.log);
    if (stored === undefined) return;
    const { isWhole, pages, withPages } = keptStateFrom(stored.bytes);
    if (!isWhole) return;
    const { from, to } = pages;
    const loaded =
      from < to
        ? await this.#log.readKeys(open.tenant, open.log, { from, to: to - 1 })
        : new Map<number, Uint8Array>();
    open.state = withPages(
      Array.from({ length: to - from }, (_, index) => {
        const bytes = loaded.get(from + index);
        invariant(
          bytes !== undefined,
          `page ${from + index} of keys is kept before a state that has it`,
        );
        return keyPageFrom(from + index, bytes);
      }),
    );
    open.keptTo = stored.version;
  }

  /** Pages first, as the state counts on them. */
  async #keep(open: OpenLog): Promise<void> {
    const { tenant, log, state, keptTo } = open;
    const fresh = state.keys.pages.filter(({ page }) => page * blocksPerPage > keptTo);
    const outcomes = await inParallel(PAGES_AT_ONCE, fresh, (page) =>
      this.#log.putKeys(tenant, log, page.page, keyPageBytes(page)),
    );
    if (outcomes.includes('unknown')) return;
    const { version } = state;
    await this.#log.putState(tenant, log, { version, bytes: spendStateBytes(state) });
    open.keptTo = version;
  }
}
