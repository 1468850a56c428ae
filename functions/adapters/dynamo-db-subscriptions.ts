import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { type ListPage, pageUpTo } from '../../core/kernel/pages.ts';
import { StoredObject } from '../../core/kernel/stored.ts';
import { licenseId } from '../../core/marketplace/license.ts';
import type { LicenseOwner, Subscriptions } from '../../core/marketplace/ports.ts';
import {
  reportFromText,
  reportText,
  sellerFrom,
  sellerText,
  subscriptionFrom,
  subscriptionText,
} from '../../core/marketplace/stored.ts';
import { reportPlace } from '../../core/marketplace/subscription.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

interface Place {
  readonly pk: string;
  readonly sk: string;
}

const SELLERS = JSON.stringify(['marketplace-sellers']);
const subscriptionsOf = (tenant: string): string => JSON.stringify(['subscriptions', tenant]);
const reportsOf = (tenant: string, customer: string): string =>
  JSON.stringify(['hour-reports', tenant, customer]);
const licensePlace = (license: string): Place => ({
  pk: JSON.stringify(['license', license]),
  sk: '-',
});

/** What AWS Marketplace is told of, in the table of rails: texts, those that change beside their revision. */
export function dynamoDbSubscriptions(client: DynamoDBClient, tableName: string): Subscriptions {
  const get = async ({ pk, sk }: Place): Promise<string | undefined> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const asked = { TableName: tableName, Key, ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(asked));
    return Item === undefined ? undefined : textIn(Item);
  };
  const put = ({ pk, sk }: Place, revision: number, text: string): Promise<PutOutcome> =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ pk: { S: pk }, sk: { S: sk }, value: { S: text } },
        revision: { N: String(revision) },
      },
      ...(revision === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
          }),
    });
  const owner = async (license: string): Promise<LicenseOwner | undefined> => {
    const text = await get(licensePlace(license));
    return text === undefined ? undefined : ownerFrom(text);
  };
  return {
    ...listsIn(client, tableName),
    owner,

    async seller(tenant) {
      const text = await get({ pk: SELLERS, sk: tenant });
      return text === undefined ? undefined : sellerFrom(text);
    },

    putSeller: (seller) =>
      put({ pk: SELLERS, sk: seller.tenant }, seller.revision, sellerText(seller)),

    async get(tenant, customer) {
      const text = await get({ pk: subscriptionsOf(tenant), sk: customer });
      return text === undefined ? undefined : subscriptionFrom(text);
    },

    put(one) {
      const place = { pk: subscriptionsOf(one.tenant), sk: one.customer };
      return put(place, one.revision, subscriptionText(one));
    },

    async claim(place, { tenant, customer }) {
      const license = licenseId(place);
      await put(licensePlace(license), 1, JSON.stringify({ version: 1, tenant, customer }));
      const found = await owner(license);
      invariant(found !== undefined, 'a license that was claimed is somebody’s');
      return found;
    },

    async keep(tenant, customer, report) {
      const place = { pk: reportsOf(tenant, customer), sk: reportPlace(report) };
      // Who has put it before has put the same.
      if ((await put(place, 1, reportText(report))) !== 'unknown') return;
      throw new Error(`it is not known whether the report ${place.sk} of ${customer} is kept`);
    },
  };
}

function listsIn(client: DynamoDBClient, tableName: string): Pick<Subscriptions, 'list' | 'kept'> {
  const page = async (
    pk: string,
    { past, limit, isForward }: { past: string | undefined; limit: number; isForward: boolean },
  ): Promise<ListPage<{ readonly sk: string; readonly text: string }, string>> => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression:
          past === undefined ? 'pk = :pk' : `pk = :pk AND sk ${isForward ? '>' : '<'} :past`,
        ExpressionAttributeValues: {
          ':pk': { S: pk },
          ...(past === undefined ? {} : { ':past': { S: past } }),
        },
        ScanIndexForward: isForward,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    const items = Items.map((item) => ({ sk: item['sk']?.S ?? '', text: textIn(item) }));
    return pageUpTo(items, ({ sk }) => sk, LastEvaluatedKey !== undefined);
  };
  return {
    async list(tenant, { after: past, limit }) {
      const pk = subscriptionsOf(tenant);
      const { items, next } = await page(pk, { past, limit, isForward: true });
      return { items: items.map(({ text }) => subscriptionFrom(text)), next };
    },
    async kept(tenant, customer, { before: past, limit }) {
      const pk = reportsOf(tenant, customer);
      const { items, next } = await page(pk, { past, limit, isForward: false });
      return { items: items.map(({ text }) => reportFromText(text)), next };
    },
  };
}

function ownerFrom(text: string): LicenseOwner {
  const stored = new StoredObject(JSON.parse(text), 'whose a license is');
  stored.version(1);
  return { tenant: stored.text('tenant'), customer: stored.text('customer') };
}

function textIn({ value }: Item): string {
  invariant(value?.S !== undefined, 'an item of subscriptions has its text');
  return value.S;
}
