import { inParallel } from '../../kernel/in-parallel.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import { entriesIn } from '../log/block.ts';
import { partitionOf } from '../log/log-key.ts';
import type { StoredBlock } from '../log/ports.ts';
import type { MeterCatalog } from '../meter-catalogs.ts';
import { type Coverage, covers, joined } from './coverage.ts';
import { noTotals, PartitionFold } from './partition-fold.ts';
import type { FoldProgressKey, Revised, UsageTotals } from './ports.ts';
import { type HourTotals, isReadBefore } from './totals.ts';

/** What a refresh is to reach, and whether it may build on what is folded already. */
export interface Goal {
  readonly coverage: Coverage;
  readonly fromFirst: boolean;
}

interface OpenPartition {
  readonly partition: number;
  readonly stored: Revised<HourTotals> | undefined;
  readonly fold: PartitionFold;
}

const PARTITIONS_AT_ONCE = 64;

/** Folds the blocks of a shard's hour into the partitions their events belong to, each read when it is first needed. */
export class HourFold {
  readonly #totals: UsageTotals;
  readonly #hour: FoldProgressKey;
  readonly #catalog: MeterCatalog;
  readonly #fromFirst: boolean;
  readonly #partitions = new Map<number, Promise<OpenPartition>>();
  readonly #open: OpenPartition[] = [];
  readonly #partitionOf = new Map<string, number>();

  constructor(
    totals: UsageTotals,
    hour: FoldProgressKey,
    mode: { readonly catalog: MeterCatalog; readonly fromFirst: boolean },
  ) {
    this.#totals = totals;
    this.#hour = hour;
    this.#catalog = mode.catalog;
    this.#fromFirst = mode.fromFirst;
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
      folds.get(this.#partition(entry.event.subject))?.add(place, entry);
    }
  }

  /**
   * What another attempt has to reach, when totals were found that this one may not write over; undefined when there
   * are none, and `put` may follow. `read` says which blocks were added here. Each obstacle was left by a refresh that
   * died or is racing:
   * - totals under a newer catalog: to begin again is to read the catalog again, and everything else stays;
   * - totals under an older one, though fold progress says otherwise: the hour is folded from its first block;
   * - totals under an older one with blocks that were not read here: they have to be, or their events would be lost.
   */
  obstacleAfter(read: Coverage): Goal | undefined {
    let missing: Coverage | undefined;
    for (const { stored } of this.#open) {
      if (stored === undefined || this.#isCurrent(stored)) continue;
      if (stored.value.catalogVersion > this.#catalog.version) {
        return { coverage: new Map(), fromFirst: this.#fromFirst };
      }
      if (!this.#fromFirst) return { coverage: new Map(), fromFirst: true };
      if (!covers(read, stored.value.coverage)) {
        missing = joined(missing ?? new Map(), stored.value.coverage);
      }
    }
    return missing === undefined ? undefined : { coverage: missing, fromFirst: true };
  }

  /** Puts every partition that has changed; 'put' when all are, otherwise the outcome of one that is not. */
  async put(): Promise<PutOutcome> {
    const outcomes = await inParallel(PARTITIONS_AT_ONCE, this.#open, (partition) =>
      this.#put(partition),
    );
    return outcomes.find((outcome) => outcome !== 'put') ?? 'put';
  }

  async #put({ partition, stored, fold }: OpenPartition): Promise<PutOutcome> {
    if ((stored === undefined || this.#isCurrent(stored)) && !fold.isChanged) return 'put';
    const { tenant, hour } = this.#hour;
    const revision = (stored?.revision ?? 0) + 1;
    return this.#totals.put({ tenant, partition, hour }, { revision, value: fold.totals() });
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
    const stored = await this.#totals.read({ tenant, partition, hour });
    const isCurrent = stored !== undefined && this.#isCurrent(stored);
    const base = isCurrent ? stored.value : noTotals(this.#catalog.version);
    const open = { partition, stored, fold: new PartitionFold(base, this.#catalog.meters) };
    this.#open.push(open);
    return open;
  }

  /** Whether totals were folded under this catalog, with every value read that is read now. */
  #isCurrent({ value }: Revised<HourTotals>): boolean {
    return value.catalogVersion === this.#catalog.version && !isReadBefore(value);
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
