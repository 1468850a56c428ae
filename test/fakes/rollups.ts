import type { PutOutcome } from '../../core/kernel/log.ts';
import type {
  ChunkPlace,
  Mark,
  PartitionsOfMonth,
  RollupHead,
  RollupKey,
  Rollups,
  SettledDays,
} from '../../core/metering/rollups/ports.ts';
import type { Revised } from '../../core/metering/totals/ports.ts';
import { monthOfHour } from '../../core/metering/utc-month.ts';

/** Rollups in memory; every read is strongly consistent. */
export class InMemoryRollups implements Rollups {
  readonly #settled = new Map<string, Revised<SettledDays>>();
  readonly #marks = new Map<string, { readonly tenant: string; readonly mark: Mark }>();
  readonly #heads = new Map<
    string,
    { readonly key: RollupKey; readonly head: Revised<RollupHead> }
  >();
  readonly #chunks = new Map<string, { readonly place: ChunkPlace; readonly bytes: Uint8Array }>();

  async readSettled(tenant: string): Promise<Revised<SettledDays> | undefined> {
    return this.#settled.get(tenant);
  }

  async putSettled(tenant: string, next: Revised<SettledDays>): Promise<PutOutcome> {
    if ((this.#settled.get(tenant)?.revision ?? 0) !== next.revision - 1) return 'taken';
    this.#settled.set(tenant, next);
    return 'put';
  }

  async listMarks({
    limit,
    ...range
  }: PartitionsOfMonth & { readonly limit: number }): Promise<readonly Mark[]> {
    return [...this.#marks.values()]
      .filter(({ tenant, mark: { hour, partition } }) =>
        isIn(range, { tenant, month: monthOfHour(hour), partition }),
      )
      .map(({ mark }) => mark)
      .sort((a, b) => (a.partition === b.partition ? a.hour - b.hour : a.partition - b.partition))
      .slice(0, limit);
  }

  async putMark(tenant: string, mark: Mark): Promise<void> {
    const text = markText(tenant, mark);
    if ((this.#marks.get(text)?.mark.revision ?? 0) >= mark.revision) return;
    this.#marks.set(text, { tenant, mark });
  }

  async takeMark(tenant: string, mark: Mark): Promise<void> {
    const text = markText(tenant, mark);
    if (this.#marks.get(text)?.mark.revision === mark.revision) this.#marks.delete(text);
  }

  async readHeads(range: PartitionsOfMonth): Promise<ReadonlyMap<number, Revised<RollupHead>>> {
    return new Map(
      [...this.#heads.values()]
        .filter(({ key }) => isIn(range, key))
        .map(({ key, head }) => [key.partition, head]),
    );
  }

  async putHead(key: RollupKey, next: Revised<RollupHead>): Promise<PutOutcome> {
    const text = keyText(key);
    if ((this.#heads.get(text)?.head.revision ?? 0) !== next.revision - 1) return 'taken';
    this.#heads.set(text, { key, head: next });
    return 'put';
  }

  async readChunk(place: ChunkPlace): Promise<Uint8Array | undefined> {
    return this.#chunks.get(chunkText(place))?.bytes;
  }

  async putChunk(place: ChunkPlace, bytes: Uint8Array): Promise<PutOutcome> {
    if (this.#chunks.has(chunkText(place))) return 'taken';
    this.#chunks.set(chunkText(place), { place, bytes });
    return 'put';
  }

  async listChunks(key: RollupKey): Promise<readonly ChunkPlace[]> {
    return [...this.#chunks.values()]
      .map(({ place }) => place)
      .filter((place) => keyText(place) === keyText(key));
  }

  async dropChunk(place: ChunkPlace): Promise<void> {
    this.#chunks.delete(chunkText(place));
  }
}

const isIn = ({ tenant, month, first, last }: PartitionsOfMonth, key: RollupKey): boolean =>
  key.tenant === tenant && key.month === month && first <= key.partition && key.partition <= last;

const keyText = ({ tenant, month, partition }: RollupKey): string =>
  JSON.stringify([tenant, month, partition]);
const chunkText = ({ generation, index, ...key }: ChunkPlace): string =>
  JSON.stringify([keyText(key), generation, index]);
const markText = (tenant: string, { partition, hour }: Mark): string =>
  JSON.stringify([tenant, partition, hour]);
