import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Consistency, PutOutcome } from '../../core/kernel/log.ts';
import type { Coverage } from '../../core/metering/totals/coverage.ts';
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
import { batchedGets } from './batched-gets.ts';
import { conditionalPut, type OnReplaced } from './conditional-put.ts';
import { chunkedBytes, type Item } from './dynamo-db-chunks.ts';

const READS_MAX = 5;

const usageKey = ({ tenant, partition }: Omit<TotalsKey, 'hour'>): string =>
  JSON.stringify(['usage', tenant, partition]);
const progressKey = ({ tenant, shard }: Omit<FoldProgressKey, 'hour'>): string =>
  JSON.stringify(['cursor', tenant, shard]);

/** An item's place, and which revision of it is put. */
interface Place {
  readonly pk: string;
  readonly hour: number;
  readonly revision: number;
  readonly over: Over;
}

/** What an item is put over: nothing, or the revision before it. */
type Over = 'nothing' | 'the one before';

/**
 * Totals and fold progress in a table with `pk` (S) and `sk` (N), the hour. An item says which `revision` it is; the
 * catalog version stands beside the text of the progress, so that a backfill can look it up without it.
 */
export class DynamoDbUsageTotals implements UsageTotals, TotalsRepair, HourlyTallies {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;
  readonly #chunks: ReturnType<typeof chunkedBytes>;
  readonly #strongly: ReturnType<typeof batchedGets>;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#strongly = batchedGets(client, tableName);
    this.#client = client;
    this.#tableName = tableName;
    this.#chunks = chunkedBytes(client, tableName);
  }

  async read(key: TotalsKey): Promise<Revised<HourTotals> | undefined> {
    const stored = await this.#readBytes(usageKey(key), key.hour);
    if (stored === undefined) return undefined;
    return { revision: stored.revision, value: totalsFrom(stored.value) };
  }

  put(key: TotalsKey, next: Revised<HourTotals>): Promise<PutOutcome> {
    return this.#putTotals(key, next, next.revision === 1 ? 'nothing' : 'the one before');
  }

  putBack(key: TotalsKey, next: Revised<HourTotals>): Promise<PutOutcome> {
    return this.#putTotals(key, next, 'nothing');
  }

  async revisionUnread(key: TotalsKey): Promise<number | undefined> {
    const item = await this.#get(usageKey(key), key.hour, 'strong');
    return item === undefined ? undefined : numberIn(item, 'revision');
  }

  async #putTotals(
    key: TotalsKey,
    { revision, value }: Revised<HourTotals>,
    over: Over,
  ): Promise<PutOutcome> {
    const place = { pk: usageKey(key), hour: key.hour, revision, over };
    const attributes = await this.#chunks.attributes(totalsBytes(value));
    const outcome = await this.#put(place, attributes, (old) => this.#chunks.drop(old));
    if (outcome !== 'taken' || attributes['chunks'] === undefined) return outcome;
    // Perhaps by this very put, when its first answer was lost: then the item needs what stands beside it.
    const item = await this.#get(place.pk, place.hour, 'strong');
    if (item?.['chunks']?.S === attributes['chunks'].S) return 'put';
    await this.#chunks.drop(attributes);
    return 'taken';
  }

  async *readRange(
    range: TotalsRange,
  ): AsyncGenerator<{ readonly hour: number; readonly totals: HourTotals }> {
    for await (const { hour, bytes } of this.#bytesIn(range)) {
      yield { hour, totals: totalsFrom(bytes) };
    }
  }

  async *readTallies(
    range: TotalsRange,
    wanted: TalliesWanted,
  ): AsyncGenerator<{ readonly hour: number; readonly tallies: readonly SlotTally[] }> {
    for await (const { hour, bytes } of this.#bytesIn(range)) {
      const tallies = talliesFrom(bytes, wanted);
      if (tallies.length > 0) yield { hour, tallies };
    }
  }

  async *#bytesIn(
    range: TotalsRange,
  ): AsyncGenerator<{ readonly hour: number; readonly bytes: Uint8Array }> {
    const pk = usageKey(range);
    const items = this.#query({
      TableName: this.#tableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
      ExpressionAttributeValues: {
        ':pk': { S: pk },
        ':from': { N: String(range.from) },
        ':last': { N: String(range.to - 1) },
      },
      ConsistentRead: range.consistency === 'strong',
    });
    for await (const item of items) {
      const hour = numberIn(item, 'sk');
      const bytes = (await this.#chunks.bytes(item)) ?? (await this.#readBytes(pk, hour))?.value;
      if (bytes !== undefined) yield { hour, bytes };
    }
  }

  async readProgress(
    key: FoldProgressKey,
    consistency: Consistency,
  ): Promise<Revised<FoldProgress> | undefined> {
    const item = await this.#get(progressKey(key), key.hour, consistency);
    if (item === undefined) return undefined;
    const text = item['cursor']?.S;
    invariant(text !== undefined, 'an item of fold progress has its text');
    return { revision: numberIn(item, 'revision'), value: foldProgressFrom(text) };
  }

  putProgress(key: FoldProgressKey, next: Revised<FoldProgress>): Promise<PutOutcome> {
    return this.#putProgress(key, next, next.revision === 1 ? 'nothing' : 'the one before');
  }

  putBackProgress(key: FoldProgressKey, next: Revised<FoldProgress>): Promise<PutOutcome> {
    return this.#putProgress(key, next, 'nothing');
  }

  #putProgress(
    key: FoldProgressKey,
    { revision, value }: Revised<FoldProgress>,
    over: Over,
  ): Promise<PutOutcome> {
    return this.#put(
      { pk: progressKey(key), hour: key.hour, revision, over },
      {
        cursor: { S: foldProgressText(value) },
        catalogVersion: { N: String(value.catalogVersion) },
      },
    );
  }

  async listProgress(page: {
    readonly tenant: string;
    readonly shard: number;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly ListedProgress[]> {
    const { Items } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'pk = :pk AND sk > :after',
        ExpressionAttributeValues: {
          ':pk': { S: progressKey(page) },
          ':after': { N: String(page.after) },
        },
        ProjectionExpression: 'sk, catalogVersion, revision',
        Limit: page.limit,
        ConsistentRead: true,
      }),
    );
    return (Items ?? []).map((item) => ({
      hour: numberIn(item, 'sk'),
      catalogVersion: numberIn(item, 'catalogVersion'),
      revision: numberIn(item, 'revision'),
    }));
  }

  async *listCovered(range: {
    readonly tenant: string;
    readonly shard: number;
    readonly from: number;
    readonly to: number;
  }): AsyncGenerator<{ readonly hour: number; readonly coverage: Coverage }> {
    const items = this.#query({
      TableName: this.#tableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
      ExpressionAttributeValues: {
        ':pk': { S: progressKey(range) },
        ':from': { N: String(range.from) },
        ':last': { N: String(range.to - 1) },
      },
    });
    for await (const item of items) {
      const text = item['cursor']?.S;
      invariant(text !== undefined, 'an item of fold progress has its text');
      yield { hour: numberIn(item, 'sk'), coverage: foldProgressFrom(text).coverage };
    }
  }

  async #readBytes(pk: string, hour: number): Promise<Revised<Uint8Array> | undefined> {
    for (let attempt = 0; attempt < READS_MAX; attempt += 1) {
      const item = await this.#get(pk, hour, 'strong');
      if (item === undefined) return undefined;
      const bytes = await this.#chunks.bytes(item);
      if (bytes !== undefined) return { revision: numberIn(item, 'revision'), value: bytes };
    }
    throw new Error(`the totals ${pk} of hour ${hour} were put over while being read, every time`);
  }

  async #get(pk: string, hour: number, consistency: Consistency): Promise<Item | undefined> {
    const key = { pk: { S: pk }, sk: { N: String(hour) } };
    if (consistency === 'strong') return this.#strongly.load(key);
    const get = new GetItemCommand({ TableName: this.#tableName, Key: key });
    return (await this.#client.send(get)).Item;
  }

  #put(
    { pk, hour, revision, over }: Place,
    attributes: Item,
    onReplaced?: OnReplaced,
  ): Promise<PutOutcome> {
    const condition =
      over === 'nothing'
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          };
    const Item = {
      ...attributes,
      pk: { S: pk },
      sk: { N: String(hour) },
      revision: { N: String(revision) },
    };
    return conditionalPut(
      this.#client,
      { TableName: this.#tableName, Item, ...condition },
      onReplaced,
    );
  }

  async *#query(input: QueryCommandInput): AsyncGenerator<Item> {
    let start: Item | undefined;
    do {
      const page: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          ...input,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      yield* page.Items ?? [];
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

function numberIn(item: Item, name: string): number {
  const text = item[name]?.N;
  invariant(text !== undefined, `the item has ${name}`);
  return Number(text);
}
