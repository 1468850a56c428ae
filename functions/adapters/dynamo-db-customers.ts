import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { CustomerRecord, Customers, SubjectClaim } from '../../core/catalog/ports.ts';
import { storedCustomer } from '../../core/catalog/stored-catalog.ts';
import { storedCatalogVersion } from '../../core/catalog/stored-version.ts';
import { sha256 } from '../../core/kernel/digest.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import type { StoredObject } from '../../core/kernel/stored.ts';
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

const keyAttributes = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });

/** Customers in a table with `pk` (S) and `sk` (S): records of a tenant beside each other, each claim by itself. */
export class DynamoDbCustomers implements Customers {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async get(tenant: string, key: string): Promise<CustomerRecord | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({
        TableName: this.#tableName,
        Key: keyAttributes(recordKey(tenant, key)),
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? undefined : recordFrom(Item);
  }

  put(tenant: string, { key, revision, customer }: CustomerRecord): ReturnType<Customers['put']> {
    const attributes: Item =
      customer === undefined ? {} : { customer: { S: JSON.stringify(customer) } };
    return this.#put(recordKey(tenant, key), revision, attributes);
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
    const groups = Array.from(
      { length: Math.ceil(subjects.length / CLAIMS_PER_READ) },
      (_, index) => subjects.slice(index * CLAIMS_PER_READ, (index + 1) * CLAIMS_PER_READ),
    );
    const found = await inParallel(READS_AT_ONCE, groups, (group) =>
      this.#read(group.map((subject) => keyAttributes(claimKey(tenant, subject)))),
    );
    const claims = found.flat().map(claimFrom);
    return new Map(claims.map((claim) => [claim.subject, claim]));
  }

  putClaim(
    tenant: string,
    { subject, customer, revision }: SubjectClaim,
  ): ReturnType<Customers['putClaim']> {
    const attributes = { subject: { S: subject }, customerKey: { S: customer } };
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

function recordFrom(item: Item): CustomerRecord {
  const stored = storedRecord(item, 'the record of a customer');
  const isThere = stored.has('customer');
  return {
    key: stored.text('sk'),
    revision: stored.integer('revision'),
    customer: isThere ? storedCustomer(JSON.parse(stored.text('customer'))) : undefined,
  };
}

function claimFrom(item: Item): SubjectClaim {
  const stored = storedRecord(item, 'a claim of a subject');
  return {
    subject: stored.text('subject'),
    customer: stored.text('customerKey'),
    revision: stored.integer('revision'),
  };
}

function storedRecord(item: Item, what: string): StoredObject {
  const stored = storedItem(item, what);
  stored.version(storedCatalogVersion);
  return stored;
}
