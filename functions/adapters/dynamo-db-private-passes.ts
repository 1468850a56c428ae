import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { BegunSale, PrivatePasses } from '../../core/gate/private/ports.ts';
import {
  begunFrom,
  begunText,
  epochFrom,
  epochText,
  saleFrom,
  saleText,
  spentFrom,
  spentText,
  storedPrivatePass,
} from '../../core/gate/private/stored.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { conditionalPut } from './conditional-put.ts';
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

interface Place {
  readonly pk: readonly string[];
  readonly sk: string;
}

type Key = Record<'pk' | 'sk', AttributeValue>;
type Item = Readonly<Record<string, AttributeValue>>;

/** Of the digest of a token, so that no partition has many. */
const PART_CHARACTERS = 2;

const keyOf = ({ pk, sk }: Place): Key => ({ pk: { S: JSON.stringify(pk) }, sk: { S: sk } });

const placeOfEpoch = (of: { tenant: string; pass: string; month: string }): Place => ({
  pk: ['private-epochs', of.tenant, of.pass],
  sk: of.month,
});
const placeOfSale = (of: { tenant: string; pass: string; month: string; sale: string }): Place => ({
  pk: ['private-sales', of.tenant, of.pass, of.month],
  sk: of.sale,
});
const placeOfToken = (of: {
  tenant: string;
  pass: string;
  month: string;
  token: string;
}): Place => ({
  pk: ['private-spent', of.tenant, of.pass, of.month, of.token.slice(0, PART_CHARACTERS)],
  sk: of.token,
});
const publishedPk = ['private-published'];
const begunPk = ['private-begun'];
const placeOfBegun = ({
  tenant,
  pass,
  month,
  sale,
}: Pick<BegunSale, 'tenant' | 'pass' | 'month' | 'sale'>): Place => ({
  pk: begunPk,
  sk: JSON.stringify([tenant, pass, month, sale]),
});

const recordFrom = ({ sk, revision, body }: RevisedDocument) => ({
  key: sk,
  revision,
  body: storedPrivatePass(body),
});

/**
 * Private passes in the table of what is kept beside spend logs. `pk` is JSON: `["private-passes", tenant]`,
 * `["private-epochs", tenant, pass]`, `["private-published"]`, `["private-key", id]`,
 * `["private-sales", tenant, pass, month]`, `["private-begun"]`, `["private-spent", tenant, pass, month, part]`.
 */
export const dynamoDbPrivatePasses = (client: DynamoDBClient, TableName: string): PrivatePasses => {
  const documents = dynamoDbRevisions(client, TableName);
  const pkOf = (tenant: string): string => JSON.stringify(['private-passes', tenant]);
  const items = itemsIn(client, TableName);
  return {
    async get(tenant, key) {
      const found = await documents.get({ pk: pkOf(tenant), sk: key });
      return found === undefined ? undefined : recordFrom(found);
    },
    put: (tenant, { key, revision, body }) =>
      documents.put({ pk: pkOf(tenant), sk: key }, revision, body),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(pkOf(tenant), page);
      return { records: found.map(recordFrom), more };
    },

    async epoch(place) {
      const text = await items.get(placeOfEpoch(place));
      return text === undefined ? undefined : epochFrom(text);
    },
    putEpoch: (epoch) =>
      items.putOver(placeOfEpoch(epoch), { revision: 1, text: epochText(epoch) }),
    async publish(epoch) {
      const text = epochText(epoch);
      await items.put({ pk: ['private-key', epoch.keyId], sk: 'epoch' }, text);
      await items.put({ pk: publishedPk, sk: `${epoch.month} ${epoch.keyId}` }, text);
    },
    async byKey(keyId) {
      const text = await items.get({ pk: ['private-key', keyId], sk: 'epoch' });
      return text === undefined ? undefined : epochFrom(text);
    },
    async published({ from, after, limit }) {
      const past = after === undefined ? from : `${after.month} ${after.keyId}`;
      return (await items.list(publishedPk, past, limit)).map(epochFrom);
    },

    async sale(place) {
      const text = await items.get(placeOfSale(place));
      return text === undefined ? undefined : saleFrom(text);
    },
    putSale: (sale) =>
      items.putOver(placeOfSale(sale), { revision: sale.revision, text: saleText(sale) }),
    async sales({ tenant, pass, month }, { after = '', limit }) {
      const { pk } = placeOfSale({ tenant, pass, month, sale: '' });
      return (await items.list(pk, after, limit)).map(saleFrom);
    },
    begin: (sale) => items.put(placeOfBegun(sale), begunText(sale)),
    async begun({ after, limit }) {
      const past = after === undefined ? '' : placeOfBegun(after).sk;
      return (await items.list(begunPk, past, limit)).map(begunFrom);
    },
    over: (sale) => items.remove(placeOfBegun(sale)),

    async spent(place) {
      const text = await items.get(placeOfToken(place));
      return text === undefined ? undefined : spentFrom(text);
    },
    putSpent: (token) => {
      const expires = Math.ceil(token.keptUntil / millisecondsPer.second);
      const { revision } = token;
      return items.putOver(
        placeOfToken(token),
        { revision, text: spentText(token) },
        {
          expires: { N: String(expires) },
        },
      );
    },
  };
};

const conditionOf = (pk: readonly string[], past: string) => ({
  KeyConditionExpression: past === '' ? 'pk = :pk' : 'pk = :pk AND sk > :past',
  ExpressionAttributeValues: {
    ':pk': { S: JSON.stringify(pk) },
    ...(past === '' ? {} : { ':past': { S: past } }),
  },
});

/** Texts under keys, of which some have revisions. */
function itemsIn(client: DynamoDBClient, TableName: string) {
  const textIn = (item: Item): string => {
    const text = item['value']?.S;
    invariant(text !== undefined, 'an item of private passes has its text');
    return text;
  };
  return {
    async get(place: Place): Promise<string | undefined> {
      const get = { TableName, Key: keyOf(place), ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(get));
      return Item === undefined ? undefined : textIn(Item);
    },

    async put(place: Place, text: string): Promise<void> {
      const Item = { ...keyOf(place), value: { S: text } };
      await client.send(new PutItemCommand({ TableName, Item }));
    },

    putOver(
      place: Place,
      { revision, text }: { readonly revision: number; readonly text: string },
      more: Item = {},
    ): Promise<PutOutcome> {
      const Item = {
        ...{ ...keyOf(place), ...more },
        ...{ revision: { N: String(revision) }, value: { S: text } },
      };
      return conditionalPut(client, {
        ...{ TableName, Item },
        ...(revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
            }),
      });
    },

    async list(pk: readonly string[], after: string, limit: number): Promise<readonly string[]> {
      const texts: string[] = [];
      let past = after;
      // A page of the table may end before it is full.
      for (;;) {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            ...{ TableName, ConsistentRead: true, Limit: limit - texts.length },
            ...conditionOf(pk, past),
          }),
        );
        texts.push(...Items.map(textIn));
        past = LastEvaluatedKey?.['sk']?.S ?? '';
        if (past === '' || texts.length >= limit) return texts;
      }
    },

    async remove(place: Place): Promise<void> {
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(place) }));
    },
  };
}
