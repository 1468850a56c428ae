import {
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type CustomerRecord,
  type Customers,
  type CustomersErased,
  forgottenCustomer,
  type SubjectClaim,
} from '../../core/catalog/ports.ts';
import { storedCustomer, storedPeriods } from '../../core/catalog/stored-catalog.ts';
import { storedCatalogVersion } from '../../core/catalog/stored-version.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import type { StoredObject } from '../../core/kernel/stored.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { batchedGets } from './batched-gets.ts';
import { conditionalPut } from './conditional-put.ts';
import type { Item } from './dynamo-db-chunks.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

const CLAIMS_PER_READ = 100;
const READS_AT_ONCE = 4;
const READS_MAX = 10;

interface Key {
  readonly pk: string;
  readonly sk: string;
}

const recordKey = (tenant: string, key: string): Key => ({
  pk: JSON.stringify(['customers', tenant]),
  sk: key,
});

/** A subject may be longer, once it is JSON, than a key of a table: so its digest stands for it. */
const claimKey = (tenant: string, subject: string): Key => ({
  pk: JSON.stringify(['subject', tenant, sha256(subject).toString('base64url')]),
  sk: 'claim',
});

const REVISION_DIGITS = 12;

/** What a record was, by its revision: sorted as the revisions are. */
const pastKey = (tenant: string, key: string, revision: number): Key => ({
  pk: JSON.stringify(['customer-history', tenant, key]),
  sk: String(revision).padStart(REVISION_DIGITS, '0'),
});

const keyAttributes = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });

/** Customers in a table with `pk` (S) and `sk` (S): records of a tenant beside each other, each claim by itself. */
export class DynamoDbCustomers implements Customers, CustomersErased {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;
  readonly #strongly: ReturnType<typeof batchedGets>;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
    this.#strongly = batchedGets(client, tableName);
  }

  async get(tenant: string, key: string): Promise<CustomerRecord | undefined> {
    const item = await this.#strongly.load(keyAttributes(recordKey(tenant, key)));
    return item === undefined ? undefined : recordFrom(item);
  }

  put(tenant: string, record: CustomerRecord): ReturnType<Customers['put']> {
    const { key, revision } = record;
    return this.#put(recordKey(tenant, key), revision, attributesOf(record));
  }

  async keepPast(tenant: string, record: CustomerRecord): ReturnType<Customers['keepPast']> {
    const { key, revision } = record;
    const outcome = await conditionalPut(this.#client, {
      TableName: this.#tableName,
      Item: {
        ...keyAttributes(pastKey(tenant, key, revision)),
        customerKey: { S: key },
        revision: { N: String(revision) },
        ...versionAttribute(storedCatalogVersion),
        ...attributesOf(record),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    // A revision is used once: whatever is there is this.
    return outcome === 'taken' ? 'put' : outcome;
  }

  async listPast(
    tenant: string,
    {
      key,
      before,
      limit,
    }: { readonly key: string; readonly before: number; readonly limit: number },
  ): ReturnType<Customers['listPast']> {
    const { pk, sk } = pastKey(tenant, key, before);
    const { Items, LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':before': { S: sk } },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return { records: (Items ?? []).map(pastFrom), more: LastEvaluatedKey !== undefined };
  }

  async oldestPast(tenant: string, key: string): Promise<CustomerRecord | undefined> {
    const { Items } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pastKey(tenant, key, 1).pk } },
        ConsistentRead: true,
        Limit: 1,
      }),
    );
    return Items?.map(pastFrom)[0];
  }

  async list(
    tenant: string,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly CustomerRecord[]; readonly more: boolean }> {
    const { pk } = recordKey(tenant, '');
    const { Items, LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tableName,
        KeyConditionExpression: after === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
        ExpressionAttributeValues: {
          ':pk': { S: pk },
          ...(after === '' ? {} : { ':after': { S: after } }),
        },
        Limit: limit,
      }),
    );
    return { records: (Items ?? []).map(recordFrom), more: LastEvaluatedKey !== undefined };
  }

  async claims(
    tenant: string,
    subjects: readonly string[],
  ): Promise<ReadonlyMap<string, SubjectClaim>> {
    // DynamoDB refuses a read that names a key twice.
    const asked = [...new Set(subjects)];
    const groups = Array.from({ length: Math.ceil(asked.length / CLAIMS_PER_READ) }, (_, index) =>
      asked.slice(index * CLAIMS_PER_READ, (index + 1) * CLAIMS_PER_READ),
    );
    const found = await inParallel(READS_AT_ONCE, groups, (group) =>
      this.#read(group.map((subject) => keyAttributes(claimKey(tenant, subject)))),
    );
    const byKey = new Map(asked.map((subject) => [claimKey(tenant, subject).pk, subject]));
    return new Map(
      found.flat().flatMap((item) => {
        const subject = byKey.get(item['pk']?.S ?? '');
        return subject === undefined ? [] : [[subject, claimFrom(item, subject)] as const];
      }),
    );
  }

  putClaim(
    tenant: string,
    { subject, customer, revision, taken }: SubjectClaim,
  ): ReturnType<Customers['putClaim']> {
    const attributes: Item = {
      subject: { S: subject },
      customerKey: { S: customer },
      ...(taken === undefined ? {} : { taken: { S: JSON.stringify(taken) } }),
    };
    return this.#put(claimKey(tenant, subject), revision, attributes);
  }

  async dropPast(
    tenant: string,
    { key, revision }: { readonly key: string; readonly revision: number },
  ): Promise<void> {
    await this.#client.send(
      new DeleteItemCommand({
        TableName: this.#tableName,
        Key: keyAttributes(pastKey(tenant, key, revision)),
      }),
    );
  }

  forgetClaim(
    tenant: string,
    { subject, revision, taken }: Parameters<CustomersErased['forgetClaim']>[1],
  ): ReturnType<CustomersErased['forgetClaim']> {
    const attributes: Item = {
      customerKey: { S: forgottenCustomer },
      ...(taken.length === 0 ? {} : { taken: { S: JSON.stringify(taken) } }),
    };
    return this.#put(claimKey(tenant, subject), revision, attributes);
  }

  async #read(keys: Item[]): Promise<Item[]> {
    const items: Item[] = [];
    let missing = keys;
    for (let read = 0; read < READS_MAX && missing.length > 0; read += 1) {
      const { Responses, UnprocessedKeys } = await this.#client.send(
        new BatchGetItemCommand({
          RequestItems: { [this.#tableName]: { Keys: missing, ConsistentRead: true } },
        }),
      );
      items.push(...(Responses?.[this.#tableName] ?? []));
      missing = UnprocessedKeys?.[this.#tableName]?.Keys ?? [];
    }
    if (missing.length === 0) return items;
    throw new Error(`${missing.length} of ${keys.length} claims could not be read; try again`);
  }

  #put(key: Key, revision: number, attributes: Item): ReturnType<Customers['put']> {
    const condition =
      revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          };
    return conditionalPut(this.#client, {
      TableName: this.#tableName,
      Item: {
        ...keyAttributes(key),
        revision: { N: String(revision) },
        ...versionAttribute(storedCatalogVersion),
        ...attributes,
      },
      ...condition,
    });
  }
}

const attributesOf = ({ customer, change }: CustomerRecord): Item => ({
  ...(customer === undefined ? {} : { customer: { S: JSON.stringify(customer) } }),
  ...(change === undefined
    ? {}
    : {
        changedAt: { N: String(change.at) },
        changedBy: { S: change.by },
        changedFrom: { S: change.from },
      }),
});

const recordFrom = (item: Item): CustomerRecord => recordUnder(item, 'sk');
const pastFrom = (item: Item): CustomerRecord => recordUnder(item, 'customerKey');

function recordUnder(item: Item, keyName: 'sk' | 'customerKey'): CustomerRecord {
  const stored = storedRecord(item, 'the record of a customer');
  const isThere = stored.has('customer');
  return {
    key: stored.text(keyName),
    revision: stored.integer('revision'),
    customer: isThere ? storedCustomer(JSON.parse(stored.text('customer'))) : undefined,
    ...(stored.has('changedAt')
      ? {
          change: {
            at: timestampOf(stored.integer('changedAt')),
            by: stored.text('changedBy'),
            from: stored.text('changedFrom'),
          },
        }
      : {}),
  };
}

/** The item of one that was forgotten does not say of which subject it is. */
function claimFrom(item: Item, subject: string): SubjectClaim {
  const stored = storedRecord(item, 'a claim of a subject');
  return {
    subject,
    customer: stored.text('customerKey'),
    revision: stored.integer('revision'),
    ...(stored.has('taken') ? { taken: storedPeriods(JSON.parse(stored.text('taken'))) } : {}),
  };
}

function storedRecord(item: Item, what: string): StoredObject {
  const stored = storedItem(item, what);
  stored.version(storedCatalogVersion);
  return stored;
}
