import type { PutOutcome } from '../../core/kernel/log.ts';
import type {
  FoldProgress,
  FoldProgressKey,
  HourlyTallies,
  ListedProgress,
  Revised,
  TalliesWanted,
  TotalsKey,
  TotalsRange,
  TotalsRepair,
  UsageTotals,
} from '../../core/metering/totals/ports.ts';
import type { HourTotals, SlotTally } from '../../core/metering/totals/totals.ts';
import {
  foldProgressFrom,
  foldProgressText,
  talliesFrom,
  totalsBytes,
  totalsFrom,
} from '../../core/metering/totals/totals-bytes.ts';
import { decodedOnce } from './decoded-once.ts';

interface Kept<Key, Content> {
  readonly key: Key;
  readonly revision: number;
  readonly content: Content;
}

const decodedTotals = decodedOnce(totalsFrom);
const decodedProgress = decodedOnce(({ content }: Kept<FoldProgressKey, string>) =>
  foldProgressFrom(content),
);

/** Which catalog it was folded under stands beside the text, so that lists need not read that. */
type KeptProgress = Kept<FoldProgressKey, string> & { readonly catalogVersion: number };

/** Totals and fold progress in memory, in the bytes an adapter would keep; every read is strongly consistent. */
export class InMemoryUsageTotals implements UsageTotals, TotalsRepair, HourlyTallies {
  readonly #totals = new Map<string, Kept<TotalsKey, Uint8Array>>();
  readonly #progress = new Map<string, KeptProgress>();

  async read(key: TotalsKey): Promise<Revised<HourTotals> | undefined> {
    const kept = this.#totals.get(totalsText(key));
    if (kept === undefined) return undefined;
    return { revision: kept.revision, value: decodedTotals(kept.content) };
  }

  async put(key: TotalsKey, { revision, value }: Revised<HourTotals>): Promise<PutOutcome> {
    return putOver(this.#totals, totalsText(key), { key, revision, content: totalsBytes(value) });
  }

  async putBack(key: TotalsKey, { revision, value }: Revised<HourTotals>): Promise<PutOutcome> {
    const content = totalsBytes(value);
    return putOverNone(this.#totals, totalsText(key), { key, revision, content });
  }

  async *readRange(
    range: TotalsRange,
  ): AsyncGenerator<{ readonly hour: number; readonly totals: HourTotals }> {
    for (const { key, content } of this.#keptIn(range)) {
      yield { hour: key.hour, totals: decodedTotals(content) };
    }
  }

  async *readTallies(
    range: TotalsRange,
    wanted: TalliesWanted,
  ): AsyncGenerator<{ readonly hour: number; readonly tallies: readonly SlotTally[] }> {
    for (const { key, content } of this.#keptIn(range)) {
      const tallies = talliesFrom(content, wanted);
      if (tallies.length > 0) yield { hour: key.hour, tallies };
    }
  }

  #keptIn(range: TotalsRange): readonly Kept<TotalsKey, Uint8Array>[] {
    return [...this.#totals.values()]
      .filter(({ key }) => key.tenant === range.tenant && key.partition === range.partition)
      .filter(({ key }) => range.from <= key.hour && key.hour < range.to)
      .sort((a, b) => a.key.hour - b.key.hour);
  }

  async readProgress(key: FoldProgressKey): Promise<Revised<FoldProgress> | undefined> {
    const kept = this.#progress.get(progressKeyText(key));
    if (kept === undefined) return undefined;
    return { revision: kept.revision, value: decodedProgress(kept) };
  }

  async putProgress(
    key: FoldProgressKey,
    { revision, value }: Revised<FoldProgress>,
  ): Promise<PutOutcome> {
    return putOver(this.#progress, progressKeyText(key), keptProgress(key, { revision, value }));
  }

  async putBackProgress(
    key: FoldProgressKey,
    { revision, value }: Revised<FoldProgress>,
  ): Promise<PutOutcome> {
    const kept = keptProgress(key, { revision, value });
    return putOverNone(this.#progress, progressKeyText(key), kept);
  }

  async listProgress(page: {
    readonly tenant: string;
    readonly shard: number;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly ListedProgress[]> {
    return [...this.#progress.values()]
      .filter(({ key }) => key.tenant === page.tenant && key.shard === page.shard)
      .filter(({ key }) => key.hour > page.after)
      .sort((a, b) => a.key.hour - b.key.hour)
      .slice(0, page.limit)
      .map(({ key, revision, catalogVersion }) => ({ hour: key.hour, revision, catalogVersion }));
  }

  async revisionUnread(key: TotalsKey): Promise<number | undefined> {
    return this.#totals.get(totalsText(key))?.revision;
  }

  /** Keeps other bytes under a key, as no adapter can. */
  damage(key: TotalsKey, content: Uint8Array): void {
    const kept = this.#totals.get(totalsText(key));
    if (kept !== undefined) this.#totals.set(totalsText(key), { ...kept, content });
  }

  /** Keeps another text under a key of fold progress, as no adapter can. */
  damageProgress(key: FoldProgressKey, content: string): void {
    const kept = this.#progress.get(progressKeyText(key));
    if (kept !== undefined) this.#progress.set(progressKeyText(key), { ...kept, content });
  }

  /** Every totals item as it is kept. */
  items(): readonly Kept<TotalsKey, Uint8Array>[] {
    return [...this.#totals.values()];
  }

  /** All fold progress as it is kept, decoded. */
  progress(): readonly { readonly key: FoldProgressKey; readonly progress: FoldProgress }[] {
    return [...this.#progress.values()].map((kept) => ({
      key: kept.key,
      progress: decodedProgress(kept),
    }));
  }

  /** Takes away what is kept of the keys that `isLost` says, as no adapter can. */
  lose(isLost: (of: 'totals' | 'progress', key: TotalsKey | FoldProgressKey) => boolean): void {
    for (const [text, { key }] of this.#totals)
      if (isLost('totals', key)) this.#totals.delete(text);
    for (const [text, { key }] of this.#progress) {
      if (isLost('progress', key)) this.#progress.delete(text);
    }
  }

  /** All that is kept, but for how often it was put, as text to be compared to the byte. */
  snapshot(): string {
    const totals = [...this.#totals].map(([text, { content }]) => [
      text,
      Buffer.from(content).toString('base64'),
    ]);
    const progress = [...this.#progress].map(([text, { content }]) => [
      `progress ${text}`,
      content,
    ]);
    return [...totals, ...progress]
      .map((row) => JSON.stringify(row))
      .sort()
      .join('\n');
  }

  /** The revision an item has now; 0 where there is none. */
  revisionOf(key: TotalsKey): number {
    return this.#totals.get(totalsText(key))?.revision ?? 0;
  }
}

const keptProgress = (
  key: FoldProgressKey,
  { revision, value }: Revised<FoldProgress>,
): KeptProgress => ({
  key,
  revision,
  content: foldProgressText(value),
  catalogVersion: value.catalogVersion,
});

const totalsText = ({ tenant, partition, hour }: TotalsKey): string =>
  JSON.stringify([tenant, partition, hour]);
const progressKeyText = ({ tenant, shard, hour }: FoldProgressKey): string =>
  JSON.stringify([tenant, shard, hour]);

function putOver<Item extends { readonly revision: number }>(
  items: Map<string, Item>,
  text: string,
  next: Item,
): PutOutcome {
  if ((items.get(text)?.revision ?? 0) !== next.revision - 1) return 'taken';
  items.set(text, next);
  return 'put';
}

function putOverNone<Item>(items: Map<string, Item>, text: string, next: Item): PutOutcome {
  if (items.has(text)) return 'taken';
  items.set(text, next);
  return 'put';
}
