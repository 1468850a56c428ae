import { definedOnly } from '../../kernel/defined-only.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import { Corrections, noCorrections } from '../corrections/corrections.ts';
import { entriesIn } from '../log/block.ts';
import { partitionOf } from '../log/log-key.ts';
import type { StoredBlock } from '../log/ports.ts';
import type { MeterCatalog } from '../meter-catalogs.ts';
import { type Coverage, covers, joined } from './coverage.ts';
import { noTotals, PartitionFold } from './partition-fold.ts';
import type { FoldProgressKey, Revised, TotalsKey, TotalsRepair, UsageTotals } from './ports.ts';
import { type HourTotals, isReadBefore } from './totals.ts';
import { textOfTotals } from './totals-bytes.ts';

/** What a refresh is to reach, and whether it may build on what is folded already. */
export interface Goal {
  readonly coverage: Coverage;
  readonly fromFirst: boolean;
  /** All that the hour was seen to have; undefined where none was seen. */
  readonly corrections?: Corrections;
}

/** How an hour is folded. */
interface FoldMode {
  readonly catalog: MeterCatalog;
  readonly fromFirst: boolean;
  /** Which partitions the progress that it builds on says to have totals; undefined where it does not say. */
  readonly promised: ReadonlySet<number> | undefined;
  readonly corrections?: Corrections;
  /** Takes none of the totals that there are for right: what differs is put over. */
  readonly rebuild?: { readonly repair: TotalsRepair; readonly revision: number };
}

interface OpenPartition {
  readonly partition: number;
  readonly stored: Revised<HourTotals> | undefined;
  /** Whether what is stored stays, and is added to. */
  readonly isCurrent: boolean;
  readonly fold: PartitionFold;
}

const PARTITIONS_AT_ONCE = 64;
const noCoverage: Coverage = new Map();
const fromTheFirst: Goal = { coverage: noCoverage, fromFirst: true };

/** Folds the blocks of a shard's hour into the partitions their events belong to, each read when it is first needed. */
export class HourFold {
  readonly #totals: UsageTotals;
  readonly #hour: FoldProgressKey;
  readonly #catalog: MeterCatalog;
  readonly #mode: FoldMode;
  readonly #partitions = new Map<number, Promise<OpenPartition>>();
  readonly #open: OpenPartition[] = [];
  readonly #partitionOf = new Map<string, number>();
  /** Of the blocks that were added. */
  readonly #seen = new Corrections();
  readonly #corrections: Corrections;
  #mended = 0;

  constructor(totals: UsageTotals, hour: FoldProgressKey, mode: FoldMode) {
    this.#totals = totals;
    this.#hour = hour;
    this.#catalog = mode.catalog;
    this.#mode = mode;
    // What they are of came before the blocks past a progress.
    this.#corrections = (mode.fromFirst ? mode.corrections : undefined) ?? noCorrections;
  }

  /** Partitions that the progress it builds on says to have totals, and that were found to have none. */
  get lost(): readonly number[] {
    const { fromFirst, promised } = this.#mode;
    if (fromFirst || promised === undefined) return [];
    return this.#open.filter((one) => this.#mayBeLost(one)).map(({ partition }) => partition);
  }

  /** Partitions that have totals of the blocks that were added, once these are put. */
  get held(): readonly number[] {
    return this.#open
      .filter(({ stored, fold }) => stored !== undefined || fold.isChanged)
      .map(({ partition }) => partition);
  }

  /** How many partitions a rebuild has put, as they were missing or wrong. */
  get mended(): number {
    return this.#mended;
  }

  /** Adds a block; the blocks of one minute come in their order. */
  async add(minute: number, block: StoredBlock): Promise<void> {
    const entries = entriesIn(this.#hour.tenant, block.bytes);
    const touched = new Set(entries.map(({ event }) => this.#partition(event.subject)));
    const opened = await inParallel(PARTITIONS_AT_ONCE, touched, (partition) =>
      this.#openPartition(partition),
    );
    const folds = new Map(opened.map(({ partition, fold }) => [partition, fold]));
    const place = { minute, seq: block.seq };
    for (const entry of entries) {
      this.#seen.add(place, entry.event);
      folds.get(this.#partition(entry.event.subject))?.add(place, entry, this.#corrections);
    }
  }

  /**
   * What another attempt has to reach, when totals were found that this one may not write over; undefined when there
   * are none, and `put` may follow. `read` says which blocks were added here. Each obstacle was left by a refresh that
   * died or is racing:
   * - totals under a newer catalog: to begin again is to read the catalog again, and everything else stays;
   * - totals under an older one, though fold progress says otherwise: the hour is folded from its first block;
   * - totals under an older one with blocks that were not read here: they have to be, or their events would be lost;
   * - no totals where earlier blocks had some, or may have: they were lost, and the hour is folded from its first
   *   block;
   * - corrections that were not known when the fold began: what they are of was counted before it, or by it.
   */
  obstacleAfter(read: Coverage): Goal | undefined {
    const { fromFirst } = this.#mode;
    const seen = this.#seen;
    if (seen.count > 0 && !(fromFirst && seen.count === this.#corrections.count)) {
      return { ...fromTheFirst, corrections: seen };
    }
    if (!fromFirst && this.#open.some((one) => this.#mayBeLost(one))) return fromTheFirst;
    const outdated = this.#open.flatMap(({ stored, isCurrent }) =>
      stored === undefined || isCurrent ? [] : [stored.value],
    );
    const { corrections } = this.#mode;
    if (outdated.some(({ catalogVersion }) => catalogVersion > this.#catalog.version)) {
      return { coverage: noCoverage, fromFirst, ...definedOnly({ corrections }) };
    }
    if (outdated.length > 0 && !fromFirst) return fromTheFirst;
    const uncovered = outdated.filter(({ coverage }) => !covers(read, coverage));
    if (uncovered.length === 0) return undefined;
    return {
      coverage: uncovered.reduce((all, { coverage }) => joined(all, coverage), noCoverage),
      fromFirst: true,
      ...definedOnly({ corrections }),
    };
  }

  /** Puts every partition that has changed; 'put' when all are, otherwise the outcome of one that is not. */
  async put(): Promise<PutOutcome> {
    const outcomes = await inParallel(PARTITIONS_AT_ONCE, this.#open, (partition) =>
      this.#put(partition),
    );
    return outcomes.find((outcome) => outcome !== 'put') ?? 'put';
  }

  async #put({ partition, stored, isCurrent, fold }: OpenPartition): Promise<PutOutcome> {
    if ((stored === undefined || isCurrent) && !fold.isChanged) return 'put';
    const { tenant, hour } = this.#hour;
    const key = { tenant, partition, hour };
    const value = fold.totals();
    const { rebuild } = this.#mode;
    if (rebuild !== undefined) {
      if (stored !== undefined && textOfTotals(stored.value) === textOfTotals(value)) return 'put';
      const outcome =
        stored === undefined
          ? await rebuild.repair.putBack(key, { revision: rebuild.revision, value })
          : await this.#totals.put(key, { revision: stored.revision + 1, value });
      if (outcome === 'put') this.#mended += 1;
      return outcome;
    }
    return this.#totals.put(key, { revision: (stored?.revision ?? 0) + 1, value });
  }

  #openPartition(partition: number): Promise<OpenPartition> {
    let opening = this.#partitions.get(partition);
    if (opening === undefined) {
      opening = this.#read(partition);
      this.#partitions.set(partition, opening);
    }
    return opening;
  }

  async #read(partition: number): Promise<OpenPartition> {
    const { tenant, hour } = this.#hour;
    const stored = await this.#stored({ tenant, partition, hour });
    const isCurrent = stored !== undefined && this.#isCurrent(stored, partition);
    const base = isCurrent ? stored.value : noTotals(this.#catalog.version);
    const fold = new PartitionFold(base, this.#catalog.meters);
    const open = { partition, stored, isCurrent, fold };
    this.#open.push(open);
    return open;
  }

  /** To a rebuild, what cannot be read has nothing of what the log has. */
  async #stored(key: TotalsKey): Promise<Revised<HourTotals> | undefined> {
    const { rebuild } = this.#mode;
    try {
      return await this.#totals.read(key);
    } catch (error) {
      if (rebuild === undefined || !(error instanceof InvariantViolation)) throw error;
      const revision = await rebuild.repair.revisionUnread(key);
      return revision === undefined ? undefined : { revision, value: noTotals(0) };
    }
  }

  /** Whether totals were folded under this catalog, with every value read that is read now, and all corrections. */
  #isCurrent({ value }: Revised<HourTotals>, partition: number): boolean {
    if (this.#mode.rebuild !== undefined) return false;
    if (this.#corrections.isPast(value.coverage, partition)) return false;
    return value.catalogVersion === this.#catalog.version && !isReadBefore(value);
  }

  #mayBeLost({ stored, partition }: OpenPartition): boolean {
    const { promised } = this.#mode;
    return stored === undefined && (promised === undefined || promised.has(partition));
  }

  #partition(subject: string): number {
    let partition = this.#partitionOf.get(subject);
    if (partition === undefined) {
      partition = partitionOf(subject);
      this.#partitionOf.set(subject, partition);
    }
    return partition;
  }
}
