import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Consistency, PutOutcome } from '../../core/kernel/log.ts';
import type {
  ChunkPlace,
  Mark,
  PartitionsOfMonth,
  RollupHead,
  RollupKey,
  Rollups,
  SettledDays,
} from '../../core/metering/rollups/ports.ts';
import {
  rollupHeadFrom,
  rollupHeadText,
  settledDaysFrom,
  settledDaysText,
} from '../../core/metering/rollups/rollup-bytes.ts';
import type { Revised } from '../../core/metering/totals/ports.ts';
import { hourOfMonth, monthOfHour } from '../../core/metering/utc-month.ts';
import { batchedGets } from './batched-gets.ts';
import { conditionalPut } from './conditional-put.ts';
import { chunkedBytes, type Item } from './dynamo-db-chunks.ts';

/** More hours than a month has. */
const HOURS_MAX = 1_000;
/** More chunks than a generation has. */
const CHUNKS_MAX = 10_000;

const settledKey = (tenant: string): Item => keyOf(JSON.stringify(['settled', tenant]), 0);
const marksOf = (tenant: string, month: number): string => JSON.stringify(['mark', tenant, month]);
const headsOf = ({ tenant, month }: Pick<RollupKey, 'tenant' | 'month'>): string =>
  JSON.stringify(['rollup', tenant, month]);
const chunksOf = ({ tenant, month, partition }: RollupKey): string =>
  JSON.stringify(['rollup', tenant, month, partition]);
const chunkKey = (place: ChunkPlace): Item =>
  keyOf(chunksOf(place), place.generation * CHUNKS_MAX + place.index);

const keyOf = (pk: string, sk: number): Item => ({ pk: { S: pk }, sk: { N: String(sk) } });

function markKey(tenant: string, { partition, hour }: Mark): Item {
  const month = monthOfHour(hour);
  return keyOf(marksOf(tenant, month), partition * HOURS_MAX + hour - hourOfMonth(month));
}

/** Rollups in the table of totals, under keys of their own. */
export class DynamoDbRollups implements Rollups {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;
  readonly #strongly: ReturnType<typeof batchedGets>;
  readonly #beside: ReturnType<typeof chunkedBytes>;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
    this.#strongly = batchedGets(client, tableName);
    this.#beside = chunkedBytes(client, tableName);
  }

  async readSettled(tenant: string): Promise<Revised<SettledDays> | undefined> {
    const item = await this.#strongly.load(settledKey(tenant));
    if (item === undefined) return undefined;
    return { revision: numberIn(item, 'revision'), value: settledDaysFrom(textIn(item)) };
  }

  putSettled(tenant: string, { revision, value }: Revised<SettledDays>): Promise<PutOutcome> {
    return this.#putOver(settledKey(tenant), revision, settledDaysText(value));
  }

  async listMarks(
    { tenant, month, first, last, limit }: PartitionsOfMonth & { readonly limit: number },
    consistency: Consistency,
  ): Promise<readonly Mark[]> {
    const marks: Mark[] = [];
    const query = this.#query(marksOf(tenant, month), {
      from: first * HOURS_MAX,
      to: (last + 1) * HOURS_MAX - 1,
      consistency,
      Limit: limit,
    });
    for await (const item of query) {
      if (marks.length === limit) break;
      const place = numberIn(item, 'sk');
      marks.push({
        partition: Math.floor(place / HOURS_MAX),
        hour: hourOfMonth(month) + (place % HOURS_MAX),
        revision: numberIn(item, 'revision'),
      });
    }
    return marks;
  }

  async putMark(tenant: string, mark: Mark): Promise<void> {
    const revision = { N: String(mark.revision) };
    const outcome = await conditionalPut(this.#client, {
      TableName: this.#tableName,
      Item: { ...markKey(tenant, mark), revision },
      ConditionExpression: 'attribute_not_exists(pk) OR revision < :revision',
      ExpressionAttributeValues: { ':revision': revision },
    });
    if (outcome === 'unknown') throw new Error('whether a mark was put is not known');
  }

  async takeMark(tenant: string, mark: Mark): Promise<void> {
    const command = new DeleteItemCommand({
      TableName: this.#tableName,
      Key: markKey(tenant, mark),
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': { N: String(mark.revision) } },
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async readHeads(
    { tenant, month, first, last }: PartitionsOfMonth,
    consistency: Consistency,
  ): Promise<ReadonlyMap<number, Revised<RollupHead>>> {
    const heads = new Map<number, Revised<RollupHead>>();
    const range = { from: first, to: last, consistency };
    for await (const item of this.#query(headsOf({ tenant, month }), range)) {
      const revision = numberIn(item, 'revision');
      heads.set(numberIn(item, 'sk'), { revision, value: rollupHeadFrom(textIn(item)) });
    }
    return heads;
  }

  putHead(key: RollupKey, { revision, value }: Revised<RollupHead>): Promise<PutOutcome> {
    return this.#putOver(keyOf(headsOf(key), key.partition), revision, rollupHeadText(value));
  }

  async readChunk(place: ChunkPlace): Promise<Uint8Array | undefined> {
    const item = await this.#strongly.load(chunkKey(place));
    return item === undefined ? undefined : this.#beside.bytes(item);
  }

  async putChunk(place: ChunkPlace, bytes: Uint8Array): Promise<PutOutcome> {
    const attributes = await this.#beside.attributes(bytes);
    const outcome = await conditionalPut(this.#client, {
      TableName: this.#tableName,
      Item: { ...attributes, ...chunkKey(place) },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    // Perhaps by this very put, when its first answer was lost: then the item needs what stands beside it.
    if (outcome !== 'taken' || attributes['chunks'] === undefined) return outcome;
    const item = await this.#strongly.load(chunkKey(place));
    if (item?.['chunks']?.S === attributes['chunks'].S) return 'put';
    await this.#beside.drop(attributes);
    return 'taken';
  }

  async listChunks(key: RollupKey): Promise<readonly ChunkPlace[]> {
    const places: ChunkPlace[] = [];
    const query = this.#query(chunksOf(key), {
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
      consistency: 'strong',
      ProjectionExpression: 'sk',
    });
    for await (const item of query) {
      const place = numberIn(item, 'sk');
      const generation = Math.floor(place / CHUNKS_MAX);
      places.push({ ...key, generation, index: place % CHUNKS_MAX });
    }
    return places;
  }

  async dropChunk(place: ChunkPlace): Promise<void> {
    const { Attributes } = await this.#client.send(
      new DeleteItemCommand({
        TableName: this.#tableName,
        Key: chunkKey(place),
        ReturnValues: 'ALL_OLD',
      }),
    );
    if (Attributes !== undefined) await this.#beside.drop(Attributes);
  }

  #putOver(key: Item, revision: number, text: string): Promise<PutOutcome> {
    const condition =
      revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          };
    const Item = { ...key, revision: { N: String(revision) }, text: { S: text } };
    return conditionalPut(this.#client, { TableName: this.#tableName, Item, ...condition });
  }

  async *#query(
    pk: string,
    {
      from,
      to,
      consistency,
      ...input
    }: {
      readonly from: number;
      readonly to: number;
      readonly consistency: Consistency;
    } & Partial<QueryCommandInput>,
  ): AsyncGenerator<Item> {
    let start: Item | undefined;
    do {
      const page: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          ...input,
          TableName: this.#tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': { S: pk },
            ':from': { N: String(from) },
            ':to': { N: String(to) },
          },
          ConsistentRead: consistency === 'strong',
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      yield* page.Items ?? [];
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

function textIn(item: Item): string {
  const text = item['text']?.S;
  invariant(text !== undefined, 'an item of a rollup has its text');
  return text;
}

function numberIn(item: Item, name: string): number {
  const text = item[name]?.N;
  invariant(text !== undefined, `an item of a rollup has ${name}`);
  return Number(text);
}
