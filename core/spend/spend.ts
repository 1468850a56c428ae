import type { Clock } from '../kernel/clock.ts';
import { invariant } from '../kernel/invariant.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { spendBlockBytes, spendBlockBytesMax, spendBlockFrom } from './block.ts';
import { busy, tooMany } from './busy.ts';
import {
  DECISIONS_PER_BLOCK_MAX,
  type Decided,
  decided,
  type SpendDecision,
  type Waiting,
} from './decision.ts';
import type { SpendBlock, SpendEntry } from './entry.ts';
import { entryId, entryPlaceFrom, spendLogId } from './log-id.ts';
import { type OpenLog, OpenLogs } from './open-logs.ts';
import { SpendPage } from './page.ts';
import type { ActivePayers, GivingTenants, SpendLog } from './ports.ts';
import { type FoundEntry, isAsked } from './repeat.ts';
import { overAt, type SpendState } from './state.ts';

export interface SpendPorts {
  readonly log: SpendLog;
  readonly active: ActivePayers;
  readonly giving: GivingTenants;
  readonly clock: Clock;
  /** Is told of a wallet that is low, once in a while, and keeps nobody waiting. Left out where nobody is to know. */
  readonly onLow?: ((tenant: string, payer: string) => void) | undefined;
  /** Waits a random time of about so long, where another writer was first. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** An entry of the log of a payer, and when it was decided. */
export interface StoredEntry {
  readonly payer: PayerKey;
  readonly at: Timestamp;
  readonly entry: SpendEntry;
}

/** A block of a log, and where it is. */
export interface NumberedBlock extends SpendBlock {
  readonly seq: number;
}

/** Each time one loses, another writer has won. */
const ATTEMPTS_MAX = 12;
const PAUSE_MS = 4;
const PAUSE_MS_MAX = 250;
/** What waits for one payer; more is told to come again. */
const WAITING_MAX = 2_000;
/** A payer asked for more within two days has leases to take. */
const KEYS_MAX = 500_000;

/**
 * Writes the spend logs, one for each payer.
 *
 * Why nothing is ever spent over a cap, and nothing twice: a decision is a pure function of the state after blocks 1 to
 * n, and block n+1 is put only if nobody else has put it. So what was decided is what the log then says, or it is
 * decided again from what somebody else wrote instead. A refusal writes nothing that could be lost to another, so it is
 * made only of a state that was read since it was asked for. What is asked for has a key. Where the key is in the log,
 * the answer is what the log says; so a put whose answer was lost, a retry and two writers end alike.
 *
 * Why a charge costs one put and no read: that the put of block n+1 succeeds proves that the state after block n was
 * the newest, however long ago it was read. What waits for the same payer is decided together, in one block.
 */
export class Spend {
  readonly #ports: SpendPorts;
  readonly #logs: OpenLogs;
  readonly #giving = new Set<string>();

  constructor(ports: SpendPorts, limits: { readonly openLogsMax: number }) {
    this.#ports = ports;
    this.#logs = new OpenLogs(ports.log, limits.openLogsMax);
  }

  /**
   * Resolves to what was decided once it is in the log.
   * @throws Rejection `spend.busy` where others were always first, `spend.too-many`, and what the decision throws
   */
  decide<Outcome>(
    tenant: string,
    payer: string,
    decision: SpendDecision<Outcome>,
  ): Promise<Outcome> {
    const open = this.#logs.of(tenant, payer);
    if (open.waiting.length >= WAITING_MAX) return Promise.reject(busy());
    return new Promise<Outcome>((resolve, reject) => {
      // What is decided is of the decision's own type.
      open.waiting.push({ decision, resolve: resolve as (outcome: unknown) => void, reject });
      if (!open.isWriting) void this.#write(open);
    });
  }

  /** The state with all blocks there are, read strongly. */
  async read(tenant: string, payer: string): Promise<SpendState> {
    const state = (await this.#logs.fresh(tenant, payer)).copy();
    this.#logs.trim();
    return state;
  }

  /** The event of an entry that this process wrote is in the queue. The next block says so, once all of its own are. */
  told(tenant: string, payer: string, seq: number): void {
    const { untold, told } = this.#logs.of(tenant, payer);
    const left = (untold.get(seq) ?? 0) - 1;
    if (left > 0) untold.set(seq, left);
    else if (untold.delete(seq)) told.add(seq);
  }

  /** The entry of an id, which may be in the log of any payer of the tenant; undefined where there is none. */
  async find(tenant: string, id: string): Promise<StoredEntry | undefined> {
    const place = entryPlaceFrom(id);
    if (place === undefined) return undefined;
    const stored = await this.#ports.log.readOne(tenant, place.log, place.seq);
    if (stored === undefined) return undefined;
    const { payer, at, entries } = spendBlockFrom(stored.bytes);
    const entry = entries[place.index];
    if (entry === undefined || spendLogId(tenant, payer) !== place.log) return undefined;
    return { payer: payer as PayerKey, at, entry };
  }

  /** Blocks of a payer's log before `before`, the last of them first. */
  async back(
    tenant: string,
    payer: string,
    page: { readonly before: number; readonly limit: number },
  ): Promise<readonly NumberedBlock[]> {
    const blocks = await this.#ports.log.readBack(tenant, spendLogId(tenant, payer), page);
    return blocks.map(({ seq, bytes }) => ({ seq, ...spendBlockFrom(bytes) }));
  }

  /** A block of a payer's log; undefined where there is none. */
  async block(tenant: string, payer: string, seq: number): Promise<NumberedBlock | undefined> {
    const stored = await this.#ports.log.readOne(tenant, spendLogId(tenant, payer), seq);
    return stored === undefined ? undefined : { seq, ...spendBlockFrom(stored.bytes) };
  }

  /** The entry that was asked for under a key of the last two days; undefined where there is none. */
  async findUnder(tenant: string, payer: string, key: string): Promise<FoundEntry | undefined> {
    const { keys } = await this.#logs.fresh(tenant, payer);
    const log = spendLogId(tenant, payer);
    for (const seq of keys.blocksOf(key)) {
      const found = await this.#entryUnder({ tenant, log }, seq, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What was decided past block `after`, a page at a time; `next` is undefined where there is no more. */
  async blocks(
    tenant: string,
    payer: string,
    after: number,
  ): Promise<{ readonly blocks: readonly SpendBlock[]; readonly next: number | undefined }> {
    const log = spendLogId(tenant, payer);
    const { blocks, more } = await this.#ports.log.read(tenant, log, after, 'strong');
    const next = more ? blocks.at(-1)?.seq : undefined;
    return { blocks: blocks.map(({ bytes }) => spendBlockFrom(bytes)), next };
  }

  async #write(open: OpenLog): Promise<void> {
    open.isWriting = true;
    while (open.waiting.length > 0) {
      const group = open.waiting.splice(0, DECISIONS_PER_BLOCK_MAX);
      try {
        await this.#decideTogether(open, group);
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    open.isWriting = false;
    this.#logs.trim();
  }

  /** Decides what a group waits for, and answers all that is still in it: what does not fit a block waits on. */
  async #decideTogether(open: OpenLog, group: Waiting[]): Promise<void> {
    let isFresh = await this.#logs.ensure(open);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const { page, answers } = await this.#decidedOn(open, group);
      const isRefusedUnread = !isFresh && answers.some((one) => one.isRefused);
      const outcome = isRefusedUnread ? 'unread' : await this.#put(open, page);
      if (outcome === 'put') {
        this.#tellLow(open, page);
        return giveAll(group, answers);
      }
      if (outcome === 'too large') {
        open.waiting.unshift(...group.splice(Math.max(1, group.length >> 1)));
        continue;
      }
      if (outcome !== 'unread') await this.#ports.pause(pauseMs(attempt));
      await this.#logs.catchUp(open);
      isFresh = true;
    }
    throw busy();
  }

  #tellLow({ tenant, payer }: OpenLog, { isLow }: SpendPage): void {
    if (isLow) this.#ports.onLow?.(tenant, payer);
  }

  async #decidedOn(
    open: OpenLog,
    group: readonly Waiting[],
  ): Promise<{ readonly page: SpendPage; readonly answers: readonly Decided[] }> {
    const found = await this.#found(open, group);
    const page = this.#page(open);
    if (page.state.keys.size > KEYS_MAX) throw tooMany(KEYS_MAX);
    const answers = group.map((one) => decided(page, one.decision, found.get(one.decision.key)));
    return { page, answers };
  }

  /** Puts the block of a page, if it has anything to say. */
  async #put(open: OpenLog, page: SpendPage): Promise<PutOutcome | 'too large'> {
    if (!page.isWanted) return 'put';
    const bytes = spendBlockBytes(page.block);
    if (bytes.length > spendBlockBytesMax) {
      invariant(page.entries.length > 1, 'one entry fits a block');
      return 'too large';
    }
    await this.#mark(open, page);
    const block = { seq: page.seq, bytes };
    const outcome = await this.#ports.log.append(open.tenant, open.log, block);
    if (outcome === 'put') await this.#logs.wrote(open, page);
    return outcome;
  }

  #page(open: OpenLog): SpendPage {
    const { state, log, payer, told } = open;
    return new SpendPage(state, { log, payer, now: this.#ports.clock.now(), told: [...told] });
  }

  /**
   * Before the first block of an hour is put, the payer is marked: so that no block is overlooked. Likewise the tenant
   * before money that nobody paid is there to be spent, or a pass, and the hour in which what was bought is over.
   */
  async #mark(
    { tenant, payer, marked }: OpenLog,
    { now, state, entries }: SpendPage,
  ): Promise<void> {
    const isGiving = state.passes.size > 0 || state.grants.some(({ kind }) => kind !== 'bought');
    if (!this.#giving.has(tenant) && isGiving) {
      await this.#ports.giving.mark(tenant);
      this.#giving.add(tenant);
    }
    for (const end of endsBought(entries)) {
      const at = Math.floor(overAt(end) / millisecondsPer.hour);
      await this.#ports.active.mark({ tenant, payer, hour: at });
    }
    const hour = Math.floor(now / millisecondsPer.hour);
    if (marked.has(hour)) return;
    await this.#ports.active.mark({ tenant, payer, hour });
    marked.clear();
    marked.add(hour);
  }

  /** What of the log was asked for under the keys of these decisions. */
  async #found(open: OpenLog, group: readonly Waiting[]): Promise<ReadonlyMap<string, FoundEntry>> {
    const found = new Map<string, FoundEntry>();
    for (const { decision } of group) {
      for (const seq of open.state.keys.blocksOf(decision.key)) {
        const entry = await this.#entryUnder(open, seq, decision.key);
        if (entry !== undefined) found.set(decision.key, entry);
      }
    }
    return found;
  }

  async #entryUnder({ tenant, log }: Pick<OpenLog, 'tenant' | 'log'>, seq: number, key: string) {
    const stored = await this.#ports.log.readOne(tenant, log, seq);
    if (stored === undefined) return undefined;
    const { at, entries } = spendBlockFrom(stored.bytes);
    for (const [index, entry] of entries.entries()) {
      if (!isAsked(entry) || entry.key !== key) continue;
      return { id: entryId({ log, seq, index }), entry, block: { at, seq } };
    }
    return undefined;
  }
}

function giveAll(group: readonly Waiting[], answers: readonly Decided[]): void {
  for (const [index, one] of group.entries()) answers[index]?.give(one);
}

const endsBought = (entries: readonly SpendEntry[]): readonly Timestamp[] =>
  entries.flatMap((entry) => {
    if (entry.kind === 'pass') return [entry.pass.endsAt];
    return entry.kind === 'grant' && entry.grant === 'bought' ? (entry.endsAt ?? []) : [];
  });

const pauseMs = (attempt: number): number => Math.min(PAUSE_MS * 2 ** attempt, PAUSE_MS_MAX);
