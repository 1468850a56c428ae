import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import type { PayeePayouts } from '../../core/payouts/payee-payout.ts';
import type { KeptPayoutSettings } from '../../core/payouts/payout-settings.ts';
import type { PayingTenants } from '../../core/payouts/ports.ts';
import type { PayoutRun, PayoutRuns } from '../../core/payouts/run.ts';
import {
  itemsFrom,
  itemsText,
  payeePayoutFrom,
  payeePayoutText,
  runFrom,
  runText,
  settingsFrom,
  settingsText,
} from '../../core/payouts/stored-run.ts';
import { conditionalPut } from './conditional-put.ts';
import { openIndex } from './dynamo-db-collections.ts';

type Item = Record<string, AttributeValue>;

interface Place {
  readonly pk: string;
  readonly sk: string;
}

const AT_ONCE = 16;
/** Those before have ended long ago, or a person has forgotten them. */
const OPEN_AMONG = 200;

const runsOf = (tenant: string): string => JSON.stringify(['payout-runs', tenant]);
const timesOf = (tenant: string): string => JSON.stringify(['payout-run-times', tenant]);
const itemsOf = (tenant: string, digest: string): string =>
  JSON.stringify(['payout-items', tenant, digest]);
const payeesOf = (tenant: string): string => JSON.stringify(['payee-payouts', tenant]);
const settingsOf = (tenant: string): string => JSON.stringify(['payout-settings', tenant]);

const TENANTS = JSON.stringify(['payout-tenants']);
const untoldOf = (tenant: string): string => JSON.stringify(['payee-payouts', tenant]);

const TENANTS_PER_PAGE = 100;
const UNTOLD_AT_ONCE = 100;
const TIME_DIGITS = 15;
const PAGE_DIGITS = 4;

/** Runs of payouts in a table with `pk` (S) and `sk` (S): texts, each beside its revision. */
export function dynamoDbPayoutRuns(client: DynamoDBClient, tableName: string): PayoutRuns {
  const { get, put } = textsIn(client, tableName);
  const runAt = async (tenant: string, id: string): Promise<PayoutRun | undefined> => {
    const text = await get({ pk: runsOf(tenant), sk: id });
    return text === undefined ? undefined : runFrom(text);
  };
  const list: PayoutRuns['list'] = async (tenant, { before, limit }) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: {
          ':pk': { S: timesOf(tenant) },
          ...(before === undefined ? {} : { ':before': { S: before } }),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    const found = await inParallel(AT_ONCE, Items, async (item) => {
      const run = await runAt(tenant, textIn(item));
      // Who died before the run was put has left its time behind.
      return run !== undefined && timeOf(run) === item['sk']?.S ? [run] : [];
    });
    const next = LastEvaluatedKey === undefined ? undefined : Items.at(-1)?.['sk']?.S;
    return { runs: found.flat(), next };
  };
  return {
    get: runAt,
    async put(run) {
      const { tenant, id, revision } = run;
      if (revision === 1) {
        await markPaying(put, tenant);
        await put({ pk: timesOf(tenant), sk: timeOf(run) }, 1, id);
      }
      return put({ pk: runsOf(tenant), sk: id }, revision, runText(run));
    },
    list,
    async open(tenant) {
      const { runs } = await list(tenant, { before: undefined, limit: OPEN_AMONG });
      return runs.filter(({ status }) => status !== 'done' && status !== 'cancelled');
    },
    async items(tenant, digest, page) {
      const text = await get({ pk: itemsOf(tenant, digest), sk: pageText(page) });
      invariant(text !== undefined, `page ${page} of a run's items is kept before the run`);
      return itemsFrom(text);
    },
    async putItems(tenant, digest, page, items) {
      const place = { pk: itemsOf(tenant, digest), sk: pageText(page) };
      if ((await put(place, 1, itemsText(items))) !== 'unknown') return;
      throw new Error(`it is not known whether page ${page} of a run's items is kept`);
    },
  };
}

const timeOf = ({ madeAt, id }: PayoutRun): string =>
  `${String(madeAt).padStart(TIME_DIGITS, '0')} ${id}`;
const pageText = (page: number): string => String(page).padStart(PAGE_DIGITS, '0');

/** How payees are paid, in the same table. */
export function dynamoDbPayeePayouts(client: DynamoDBClient, tableName: string): PayeePayouts {
  const { get, put } = textsIn(client, tableName);
  const payoutOf: PayeePayouts['get'] = async (tenant, payee) => {
    const text = await get({ pk: payeesOf(tenant), sk: payee });
    return text === undefined ? undefined : payeePayoutFrom(text);
  };
  return {
    get: payoutOf,
    getAll: (tenant, payees) => inParallel(AT_ONCE, payees, (payee) => payoutOf(tenant, payee)),
    async put(payout) {
      const { tenant, payee, untold, puts } = payout;
      const isOpen = untold.length > 0;
      if (isOpen) await markPaying(put, tenant);
      const open: Item = isOpen ? { open: { S: untoldOf(tenant) } } : {};
      return put({ pk: payeesOf(tenant), sk: payee }, puts, payeePayoutText(payout), open);
    },
    async untold(tenant) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: openIndex,
          KeyConditionExpression: '#open = :open',
          // DynamoDB has a word of its own that is written like this.
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': { S: untoldOf(tenant) } },
          Limit: UNTOLD_AT_ONCE,
        }),
      );
      return Items.map(textIn).map(payeePayoutFrom);
    },
  };
}

/** Tenants that pay anybody out, in the same table: each is in it before there is anything to look at. */
export const dynamoDbPayingTenants = (
  client: DynamoDBClient,
  tableName: string,
): PayingTenants => ({
  async *all() {
    const found = paginateQuery(
      { client, pageSize: TENANTS_PER_PAGE },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: TENANTS } },
      },
    );
    for await (const { Items = [] } of found) yield Items.map(textIn);
  },
});

type Put = ReturnType<typeof textsIn>['put'];

/** Put once; that it is there already is as good. */
async function markPaying(put: Put, tenant: string): Promise<void> {
  if ((await put({ pk: TENANTS, sk: tenant }, 1, tenant)) !== 'unknown') return;
  throw new Error(`it is not known whether ${tenant} is kept as one that pays out`);
}

/** The settings of payouts, in the same table. */
export function dynamoDbPayoutSettings(
  client: DynamoDBClient,
  tableName: string,
): KeptPayoutSettings {
  const { get, put } = textsIn(client, tableName);
  return {
    async get(tenant) {
      const text = await get({ pk: settingsOf(tenant), sk: '-' });
      return text === undefined ? undefined : settingsFrom(text);
    },
    async put(tenant, record) {
      if (record.revision === 1) await markPaying(put, tenant);
      return put({ pk: settingsOf(tenant), sk: '-' }, record.revision, settingsText(record));
    },
  };
}

function textsIn(client: DynamoDBClient, tableName: string) {
  return {
    async get({ pk, sk }: Place): Promise<string | undefined> {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : textIn(Item);
    },

    put: (
      { pk, sk }: Place,
      revision: number,
      text: string,
      others: Item = {},
    ): Promise<PutOutcome> =>
      conditionalPut(client, {
        TableName: tableName,
        Item: {
          ...{ pk: { S: pk }, sk: { S: sk } },
          ...{ revision: { N: String(revision) }, value: { S: text } },
          ...others,
        },
        ...(revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
            }),
      }),
  };
}

function textIn({ value }: Item): string {
  invariant(value?.S !== undefined, 'an item of payouts has its text');
  return value.S;
}
