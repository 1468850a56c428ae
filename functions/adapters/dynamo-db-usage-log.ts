import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import DataLoader from 'dataloader';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Consistency, PutOutcome } from '../../core/kernel/log.ts';
import { listIn, storedJsonFrom, textsIn } from '../../core/kernel/stored.ts';
import { hourOfMinute, type LogKey } from '../../core/metering/log/log-key.ts';
import type {
  BlockOfHour,
  LatestBlocks,
  LoggedHours,
  StoredBlock,
  UsageHours,
  UsageLog,
} from '../../core/metering/log/ports.ts';
import { conditionalPut } from './conditional-put.ts';

interface Read {
  readonly key: LogKey;
  readonly after: number;
  readonly consistency: Consistency;
}
interface Page {
  readonly blocks: readonly StoredBlock[];
  readonly more: boolean;
}

/** The blocks of a minute stand in the hour's partition at minute of the hour × this + sequence number. */
const BLOCKS_PER_MINUTE = 1_000_000_000;
/** From so many minutes of one hour on, one query for the whole hour is cheaper than one for each. */
const MINUTES_READ_TOGETHER = 4;
const QUERIES_AT_ONCE = 16;

const hourText = ({ tenant, shard, minute }: LogKey): string =>
  JSON.stringify([tenant, shard, hourOfMinute(minute)]);
const positionOf = ({ minute }: LogKey, seq: number): number =>
  (minute % 60) * BLOCKS_PER_MINUTE + seq;

/**
 * The usage log in a table with `log` (S), JSON `[tenant, shard, hour]`, and `seq` (N). The minutes of an hour stand in
 * one partition, so that asking for many of them in one turn of the event loop, which a refresh of history does, is one
 * query.
 */
export class DynamoDbUsageLog implements UsageLog, UsageHours, LoggedHours, LatestBlocks {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;
  readonly #reads = new DataLoader<Read, Page>((reads) => this.#readAll(reads), { cache: false });

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  read(key: LogKey, after: number, consistency: Consistency): Promise<Page> {
    return this.#reads.load({ key, after, consistency });
  }

  async *readHour(hour: {
    readonly tenant: string;
    readonly shard: number;
    readonly hour: number;
  }): AsyncGenerator<BlockOfHour> {
    const { tenant, shard } = hour;
    const key = { tenant, shard, minute: hour.hour * 60 };
    const read: Read = { key, after: 0, consistency: 'strong' };
    for (let from = 0; ; ) {
      const { blocks, last } = await this.#query(read, from, 60 * BLOCKS_PER_MINUTE);
      for (const block of blocks) yield blockOfHour(hour.hour, block);
      if (last === undefined) return;
      from = last + 1;
    }
  }

  async *readBack(key: LogKey): AsyncGenerator<BlockOfHour> {
    const read: Read = { key, after: 0, consistency: 'strong' };
    for (let to = positionOf(key, BLOCKS_PER_MINUTE - 1); ; ) {
      const { blocks, last } = await this.#query(read, 0, to, 'backwards');
      for (const block of blocks) yield blockOfHour(hourOfMinute(key.minute), block);
      if (last === undefined) return;
      to = last - 1;
    }
  }

  /** A page is what a scan reads at once, a megabyte of all tenants' blocks. */
  async listHours(tenant: string, after: string): ReturnType<LoggedHours['listHours']> {
    const { Items, LastEvaluatedKey } = await this.#client.send(
      new ScanCommand({
        TableName: this.#tableName,
        ProjectionExpression: '#log',
        FilterExpression: 'begins_with(#log, :tenant)',
        ExpressionAttributeNames: { '#log': 'log' },
        ExpressionAttributeValues: {
          ':tenant': { S: `${JSON.stringify([tenant]).slice(0, -1)},` },
        },
        ConsistentRead: true,
        ...(after === '' ? {} : { ExclusiveStartKey: scanKeyFrom(after) }),
      }),
    );
    return {
      hours: (Items ?? []).map(hourIn),
      next: LastEvaluatedKey === undefined ? undefined : scanKeyText(LastEvaluatedKey),
    };
  }

  append(key: LogKey, { seq, bytes }: StoredBlock): Promise<PutOutcome> {
    invariant(seq < BLOCKS_PER_MINUTE, 'a minute has fewer blocks than the key has room for');
    return conditionalPut(this.#client, {
      TableName: this.#tableName,
      Item: {
        log: { S: hourText(key) },
        seq: { N: String(positionOf(key, seq)) },
        block: { B: bytes },
      },
      ConditionExpression: 'attribute_not_exists(#seq)',
      ExpressionAttributeNames: { '#seq': 'seq' },
    });
  }

  async #readAll(reads: readonly Read[]): Promise<Page[]> {
    const pages = new Map<Read, Page>();
    const groups = Map.groupBy(reads, groupText).values();
    await inParallel(QUERIES_AT_ONCE, groups, async (group) => {
      const found = await this.#readGroup(group);
      for (const [index, read] of group.entries()) pages.set(read, found[index] ?? EMPTY);
    });
    return reads.map((read) => pages.get(read) ?? EMPTY);
  }

  /** Whole minutes of one hour: by one query, and those it did not come to one by one. */
  async #readGroup(reads: readonly Read[]): Promise<Page[]> {
    const [first] = reads;
    const singly = (read: Read) => this.#readMinute(read);
    if (first === undefined || reads.length < MINUTES_READ_TOGETHER) {
      return inParallel(QUERIES_AT_ONCE, reads, singly);
    }
    const { blocks, last } = await this.#query(first, 0, 60 * BLOCKS_PER_MINUTE);
    const reached = last === undefined ? 60 : Math.floor(last / BLOCKS_PER_MINUTE);
    return inParallel(QUERIES_AT_ONCE, reads, async (read) =>
      read.key.minute % 60 < reached ? pageOf(read, blocks, false) : singly(read),
    );
  }

  async #readMinute(read: Read): Promise<Page> {
    const from = positionOf(read.key, read.after + 1);
    const { blocks, last } = await this.#query(
      read,
      from,
      positionOf(read.key, BLOCKS_PER_MINUTE - 1),
    );
    return pageOf(read, blocks, last !== undefined);
  }

  /** The blocks at `from` to `to`, and the position of the last one where there may be more. */
  async #query(
    { key, consistency }: Read,
    from: number,
    to: number,
    order: 'forwards' | 'backwards' = 'forwards',
  ): Promise<{ readonly blocks: readonly StoredBlock[]; readonly last: number | undefined }> {
    const { Items, LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: '#log = :log AND #seq BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#log': 'log', '#seq': 'seq' },
        ExpressionAttributeValues: {
          ':log': { S: hourText(key) },
          ':from': { N: String(from) },
          ':to': { N: String(to) },
        },
        ConsistentRead: consistency === 'strong',
        ScanIndexForward: order === 'forwards',
      }),
    );
    const last = LastEvaluatedKey?.['seq']?.N;
    return {
      blocks: (Items ?? []).map(blockIn),
      last: last === undefined ? undefined : Number(last),
    };
  }
}

const EMPTY: Page = { blocks: [], more: false };

/** Reads that one query can answer; those that continue a minute stay by themselves. */
const groupText = ({ key, after, consistency }: Read): string =>
  JSON.stringify([hourText(key), consistency, after === 0 ? 'whole' : [key.minute, after]]);

function pageOf({ key, after }: Read, blocks: readonly StoredBlock[], more: boolean): Page {
  const [from, to] = [positionOf(key, after), positionOf(key, BLOCKS_PER_MINUTE)];
  return {
    blocks: blocks
      .filter(({ seq }) => seq > from && seq < to)
      .map(({ seq, bytes }) => ({ seq: seq % BLOCKS_PER_MINUTE, bytes })),
    more,
  };
}

/** A block that was read with its place in its hour. */
const blockOfHour = (hour: number, { seq, bytes }: StoredBlock): BlockOfHour => ({
  minute: hour * 60 + Math.floor(seq / BLOCKS_PER_MINUTE),
  seq: seq % BLOCKS_PER_MINUTE,
  bytes,
});

const scanKeyText = ({ log, seq }: Record<string, AttributeValue>): string =>
  JSON.stringify([log?.S, seq?.N]);

function scanKeyFrom(text: string): Record<string, AttributeValue> {
  const [log, seq] = textsIn(storedJsonFrom(text, 'where a scan goes on'), 'where a scan goes on');
  invariant(log !== undefined && seq !== undefined, 'a scan goes on at a log and a number');
  return { log: { S: log }, seq: { N: seq } };
}

function hourIn({ log }: Record<string, AttributeValue>): {
  readonly shard: number;
  readonly hour: number;
} {
  const [, shard, hour] = listIn(storedJsonFrom(log?.S ?? '', 'the key of a log'), 'a log’s key');
  invariant(
    typeof shard === 'number' && typeof hour === 'number',
    'a log is of a shard and an hour',
  );
  return { shard, hour };
}

function blockIn({ seq, block }: Record<string, AttributeValue>): StoredBlock {
  invariant(seq?.N !== undefined && block?.B !== undefined, 'a block has a number and bytes');
  return { seq: Number(seq.N), bytes: block.B };
}
