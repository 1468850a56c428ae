import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { millisecondsPer, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { Webhooks } from '../../core/webhooks/ports.ts';
import {
  deliveryFrom,
  endpointFrom,
  findingFrom,
  looksFrom,
  positionFrom,
  storedText,
} from '../../core/webhooks/stored.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

interface Place {
  readonly pk: string;
  readonly sk: string;
}

const DELIVERIES_KEPT_DAYS = 14;
const FINDINGS_KEPT_DAYS = 90;
const ENDPOINTS_PER_PAGE = 100;
const SEQ_DIGITS = 15;

/** One partition, so that endpoints of all tenants can be listed, those of one beside each other. */
const ENDPOINTS = JSON.stringify(['endpoints']);
const endpointName = (tenant: string, key: string): string => JSON.stringify([tenant, key]);
/** What the names of all endpoints of a tenant begin with, and no other's. */
const beginningOf = (tenant: string): string => `${JSON.stringify([tenant]).slice(0, -1)},`;

const positionPlace = (tenant: string, key: string): Place => ({
  pk: JSON.stringify(['position', tenant, key]),
  sk: '-',
});
const looksPlace = (tenant: string): Place => ({ pk: JSON.stringify(['looks', tenant]), sk: '-' });
const deliveriesOf = (tenant: string, key: string): string =>
  JSON.stringify(['deliveries', tenant, key]);
const findingsOf = (tenant: string): string => JSON.stringify(['findings', tenant]);
const seqText = (seq: number): string => String(seq).padStart(SEQ_DIGITS, '0');

const expiry = (at: Timestamp, days: number): Item => ({
  expires: { N: String(Math.ceil((at + days * millisecondsPer.day) / 1000)) },
});

/** Texts in a table with `pk` (S), `sk` (S) and `expires` (N): put once, or each over the revision before it. */
function revisedTexts(client: DynamoDBClient, tableName: string) {
  const get = async ({ pk, sk }: Place): Promise<string | undefined> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : textIn(Item);
  };
  const putOnce = ({ pk, sk }: Place, text: string, others: Item): Promise<PutOutcome> =>
    conditionalPut(client, {
      TableName: tableName,
      Item: { pk: { S: pk }, sk: { S: sk }, value: { S: text }, ...others },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  const putOver = ({ pk, sk }: Place, revision: number, text: string): Promise<PutOutcome> => {
    const others = { revision: { N: String(revision) } };
    if (revision === 1) return putOnce({ pk, sk }, text, others);
    return conditionalPut(client, {
      TableName: tableName,
      Item: { pk: { S: pk }, sk: { S: sk }, value: { S: text }, ...others },
      ConditionExpression: 'revision = :before',
      ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
    });
  };
  /** Texts of a partition in the order of its keys, page by page. */
  async function* pages(pk: string, sk: { readonly condition: string; readonly value: string }) {
    const found = paginateQuery(
      { client, pageSize: ENDPOINTS_PER_PAGE },
      {
        TableName: tableName,
        KeyConditionExpression: `pk = :pk AND ${sk.condition}`,
        ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk.value } },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of found) yield Items.map(textIn);
  }
  return { get, putOnce, putOver, pages };
}

/**
 * Webhooks in a table with `pk` (S), `sk` (S) and `expires` (N, seconds since 1970), past which the table deletes an
 * item: each a text beside its revision. Deliveries and findings are put once.
 */
export const dynamoDbWebhooks = (client: DynamoDBClient, tableName: string): Webhooks => ({
  ...endpointsIn(client, tableName),
  ...historyIn(client, tableName),
});

type EndpointPart = 'get' | 'put' | 'list' | 'everyEndpoint' | 'position' | 'putPosition';

/** Endpoints, and how far they are. */
function endpointsIn(client: DynamoDBClient, tableName: string): Pick<Webhooks, EndpointPart> {
  const { get, putOver, pages } = revisedTexts(client, tableName);
  return {
    async get(tenant, key) {
      const text = await get({ pk: ENDPOINTS, sk: endpointName(tenant, key) });
      return text === undefined ? undefined : endpointFrom(text);
    },

    put: (endpoint) =>
      putOver(
        { pk: ENDPOINTS, sk: endpointName(endpoint.tenant, endpoint.key) },
        endpoint.revision,
        storedText(endpoint),
      ),

    async list(tenant) {
      const own = { condition: 'begins_with(sk, :sk)', value: beginningOf(tenant) };
      const endpoints = [];
      for await (const texts of pages(ENDPOINTS, own)) endpoints.push(...texts.map(endpointFrom));
      return endpoints;
    },

    async *everyEndpoint() {
      const all = { condition: 'sk > :sk', value: '[' };
      for await (const texts of pages(ENDPOINTS, all)) yield texts.map(endpointFrom);
    },

    async position(tenant, key) {
      const text = await get(positionPlace(tenant, key));
      return text === undefined ? undefined : positionFrom(text);
    },

    putPosition: (position) =>
      putOver(
        positionPlace(position.tenant, position.key),
        position.revision,
        storedText(position),
      ),
  };
}

/** What was sent, and what was found. */
function historyIn(client: DynamoDBClient, tableName: string): Omit<Webhooks, EndpointPart> {
  const { get, putOnce, putOver, pages } = revisedTexts(client, tableName);
  return {
    async note(tenant, key, delivery) {
      const place = { pk: deliveriesOf(tenant, key), sk: delivery.id };
      const outcome = await putOnce(
        place,
        storedText(delivery),
        expiry(delivery.at, DELIVERIES_KEPT_DAYS),
      );
      if (outcome === 'unknown') throw new Error(`it is not known whether ${place.sk} is noted`);
    },

    async deliveries(tenant, key, { before, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
          ExpressionAttributeValues: {
            ':pk': { S: deliveriesOf(tenant, key) },
            ...(before === undefined ? {} : { ':before': { S: before } }),
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      const deliveries = Items.map(textIn).map(deliveryFrom);
      return { deliveries, more: LastEvaluatedKey !== undefined };
    },

    async *findings(tenant, first) {
      const past = { condition: 'sk >= :sk', value: seqText(first) };
      for await (const texts of pages(findingsOf(tenant), past)) yield* texts.map(findingFrom);
    },

    append: (tenant, finding) =>
      putOnce(
        { pk: findingsOf(tenant), sk: seqText(finding.seq) },
        storedText(finding),
        expiry(finding.at, FINDINGS_KEPT_DAYS),
      ),

    async looks(tenant) {
      const text = await get(looksPlace(tenant));
      return text === undefined ? undefined : looksFrom(text);
    },

    putLooks: (looks) => putOver(looksPlace(looks.tenant), looks.revision, storedText(looks)),
  };
}

function textIn({ value }: Item): string {
  invariant(value?.S !== undefined, 'an item of webhooks has its text');
  return value.S;
}
