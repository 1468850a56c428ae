import type { PutOutcome } from '../../core/kernel/log.ts';
import type {
  CursorKey,
  HourCursor,
  Revised,
  TotalsKey,
  TotalsRange,
  UsageTotals,
} from '../../core/metering/totals/ports.ts';
import type { HourTotals } from '../../core/metering/totals/totals.ts';
import {
  cursorFrom,
  cursorText,
  totalsBytes,
  totalsFrom,
} from '../../core/metering/totals/totals-bytes.ts';

interface Kept<Key, Content> {
  readonly key: Key;
  readonly revision: number;
  readonly content: Content;
}

/** Totals and cursors in memory, in the bytes an adapter would keep; every read is strongly consistent. */
export class InMemoryUsageTotals implements UsageTotals {
  readonly #totals = new Map<string, Kept<TotalsKey, Uint8Array>>();
  readonly #cursors = new Map<string, Kept<CursorKey, string>>();

  async read(key: TotalsKey): Promise<Revised<HourTotals> | undefined> {
    const kept = this.#totals.get(totalsText(key));
    if (kept === undefined) return undefined;
    return { revision: kept.revision, value: totalsFrom(kept.content) };
  }

  async put(key: TotalsKey, { revision, value }: Revised<HourTotals>): Promise<PutOutcome> {
    return putOver(this.#totals, totalsText(key), { key, revision, content: totalsBytes(value) });
  }

  async *readRange(
    range: TotalsRange,
  ): AsyncGenerator<{ readonly hour: number; readonly totals: HourTotals }> {
    const found = [...this.#totals.values()]
      .filter(({ key }) => key.tenant === range.tenant && key.partition === range.partition)
      .filter(({ key }) => range.from <= key.hour && key.hour < range.to)
      .sort((a, b) => a.key.hour - b.key.hour);
    for (const { key, content } of found) yield { hour: key.hour, totals: totalsFrom(content) };
  }

  async readCursor(key: CursorKey): Promise<Revised<HourCursor> | undefined> {
    const kept = this.#cursors.get(cursorKeyText(key));
    if (kept === undefined) return undefined;
    return { revision: kept.revision, value: cursorFrom(kept.content) };
  }

  async putCursor(key: CursorKey, { revision, value }: Revised<HourCursor>): Promise<PutOutcome> {
    const content = cursorText(value);
    return putOver(this.#cursors, cursorKeyText(key), { key, revision, content });
  }

  async listCursors(page: {
    readonly tenant: string;
    readonly shard: number;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly { readonly hour: number; readonly catalogVersion: number }[]> {
    return [...this.#cursors.values()]
      .filter(({ key }) => key.tenant === page.tenant && key.shard === page.shard)
      .filter(({ key }) => key.hour > page.after)
      .sort((a, b) => a.key.hour - b.key.hour)
      .slice(0, page.limit)
      .map(({ key, content }) => ({
        hour: key.hour,
        catalogVersion: cursorFrom(content).catalogVersion,
      }));
  }

  /** Every totals item as it is kept. */
  items(): readonly Kept<TotalsKey, Uint8Array>[] {
    return [...this.#totals.values()];
  }

  /** Every cursor as it is kept, decoded. */
  cursors(): readonly { readonly key: CursorKey; readonly cursor: HourCursor }[] {
    return [...this.#cursors.values()].map(({ key, content }) => ({
      key,
      cursor: cursorFrom(content),
    }));
  }

  /** The revision an item has now; 0 where there is none. */
  revisionOf(key: TotalsKey): number {
    return this.#totals.get(totalsText(key))?.revision ?? 0;
  }
}

const totalsText = ({ tenant, partition, hour }: TotalsKey): string =>
  JSON.stringify([tenant, partition, hour]);
const cursorKeyText = ({ tenant, shard, hour }: CursorKey): string =>
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
