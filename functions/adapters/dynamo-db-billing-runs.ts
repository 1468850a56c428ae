import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import {
  draftPlaceFrom,
  parkedMonthFrom,
  runNoteFrom,
  storedRun,
  storedRunsVersion,
} from '../../core/billing/run/stored-runs.ts';
import { acceptanceFrom, storedAcceptance } from '../../core/billing/unbilled/stored-acceptance.ts';
import { type AcceptedUsage, unbilledKey } from '../../core/billing/unbilled/unbilled-usage.ts';
import { boundedKey } from '../../core/kernel/bounded-key.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { Month } from '../../core/kernel/month.ts';
import { packedText, unpackedText } from '../../core/kernel/packed.ts';
import { textsIn } from '../../core/kernel/stored.ts';

type Item = Record<string, AttributeValue>;

/** Thousands of subjects take half a second at the default, and a twentieth of that so, for a tenth more bytes. */
const QUALITY = 5;

const unassignedPartition = (tenant: string, month: Month): string =>
  JSON.stringify(['unassigned', tenant, month]);
const parkedPartition = (tenant: string, month: Month): string =>
  JSON.stringify(['parked', tenant, month]);
const acceptedPartition = (tenant: string, month: Month): string =>
  JSON.stringify(['accepted', tenant, month]);

/**
 * What billing runs leave for people, in a table with `pk` (S) and `sk` (S): parked months beside each other by period,
 * where a draft's id leads, one note a run, the unassigned subjects of a period by partition, and
 * what of a period a person leaves unbilled.
 */
export const dynamoDbBillingRuns = (client: DynamoDBClient, tableName: string): BillingRuns => {
  const put = async (pk: string, sk: string, value: object): Promise<void> => {
    const packed = packedText(JSON.stringify(value), QUALITY);
    const version = { N: String(storedRunsVersion) };
    const Item = { pk: { S: pk }, sk: { S: sk }, version, packed: { B: packed } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  };
  const get = async (pk: string, sk: string): Promise<Stored | undefined> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : storedIn(Item);
  };
  const parkedMonth: BillingRuns['parkedMonth'] = async (tenant, month, customer) => {
    const stored = await get(parkedPartition(tenant, month), boundedKey(customer));
    return stored === undefined ? undefined : parkedMonthFrom(stored.value);
  };
  return {
    parkedMonth,

    async park(parked) {
      const { tenant, month, customer, draft } = parked;
      if (draft !== undefined) {
        await put(JSON.stringify(['draft', tenant, draft.id]), '-', storedRun({ month, customer }));
      }
      await put(parkedPartition(tenant, month), boundedKey(customer), storedRun(parked));
    },

    async parkedDraft(tenant, id) {
      const found = await get(JSON.stringify(['draft', tenant, id]), '-');
      if (found === undefined) return undefined;
      const { month, customer } = draftPlaceFrom(found.value);
      const parked = await parkedMonth(tenant, month, customer);
      return parked?.draft?.id === id ? parked : undefined;
    },

    async listParked(tenant, page) {
      const query = parkedQuery(tableName, tenant, page);
      const { Items = [], LastEvaluatedKey } = await client.send(query);
      return {
        months: Items.map((item) => parkedMonthFrom(storedIn(item).value)),
        more: LastEvaluatedKey !== undefined,
      };
    },

    putNote: (note) => put(JSON.stringify(['note', note.tenant, note.month]), '-', storedRun(note)),

    async note(tenant, month) {
      const found = await get(JSON.stringify(['note', tenant, month]), '-');
      return found === undefined ? undefined : runNoteFrom(found.value, found.version);
    },

    putUnassigned: ({ tenant, month, partition, subjects }) =>
      put(unassignedPartition(tenant, month), String(partition), subjects),

    async unassigned(tenant, month) {
      const subjects: string[] = [];
      for await (const item of itemsUnder(client, tableName, unassignedPartition(tenant, month))) {
        subjects.push(...textsIn(storedIn(item).value, 'subjects that are unassigned'));
      }
      return subjects.sort();
    },

    acceptUsage: (tenant, accepted) =>
      put(
        acceptedPartition(tenant, accepted.month),
        boundedKey(unbilledKey(accepted)),
        storedAcceptance(accepted),
      ),

    acceptedUsage: (tenant, month) =>
      acceptedIn(itemsUnder(client, tableName, acceptedPartition(tenant, month))),
  };
};

async function acceptedIn(items: AsyncIterable<Item>): Promise<ReadonlyMap<string, AcceptedUsage>> {
  const accepted = new Map<string, AcceptedUsage>();
  for await (const item of items) {
    const one = acceptanceFrom(storedIn(item).value);
    accepted.set(unbilledKey(one), one);
  }
  return accepted;
}

const parkedQuery = (
  tableName: string,
  tenant: string,
  { month, after, limit }: Parameters<BillingRuns['listParked']>[1],
): QueryCommand =>
  new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: after === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: {
      ':pk': { S: parkedPartition(tenant, month) },
      ...(after === '' ? {} : { ':after': { S: boundedKey(after) } }),
    },
    Limit: limit,
  });

async function* itemsUnder(
  client: DynamoDBClient,
  tableName: string,
  partition: string,
): AsyncGenerator<Item> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items;
}

/** A value, and the version that it was written in. */
interface Stored {
  readonly value: unknown;
  readonly version: number;
}

/** What was put before there were versions has none, and is of version 1. */
function storedIn({ packed, version }: Item): Stored {
  invariant(packed?.B !== undefined, 'an item of billing runs has its value');
  const of = Number.parseInt(version?.N ?? '1', 10);
  invariant(of <= storedRunsVersion, `an item of billing runs has a version we know, got ${of}`);
  return { value: JSON.parse(unpackedText(packed.B)), version: of };
}
