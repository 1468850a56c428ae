import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PayoutCommits } from '../../core/payouts/chain/commit.ts';
import { accountIdOf, type ContractPlace } from '../../core/payouts/chain/payout-contract.ts';
import {
  commitFrom,
  commitText,
  leavesBytes,
  leavesFrom,
} from '../../core/payouts/chain/stored-commit.ts';
import { conditionalPut } from './conditional-put.ts';
import { openIndex } from './dynamo-db-collections.ts';

interface OfContract {
  readonly tenant: string;
  readonly contract: ContractPlace;
}

/** No tenant is called so: those of collections are lists of one. */
const OPEN = JSON.stringify(['payout-commits', 'open']);
const OPEN_MAX = 100;
const EPOCH_DIGITS = 12;
const PAGE_DIGITS = 4;

const commitsOf = ({ tenant, contract }: OfContract): string =>
  JSON.stringify(['payout-commits', tenant, accountIdOf(contract)]);
const leavesOf = ({ tenant, contract, root }: OfContract & { readonly root: string }): string =>
  JSON.stringify(['payout-leaves', tenant, accountIdOf(contract), root]);

const digits = (value: number, count: number): string => String(value).padStart(count, '0');
const epochText = (epoch: number): string => digits(epoch, EPOCH_DIGITS);

/**
 * Commits of payouts in a table with `pk` (S) and `sk` (S), and the index of what is open: texts beside their
 * revisions, and leaves as bytes.
 */
export function dynamoDbPayoutCommits(client: DynamoDBClient, tableName: string): PayoutCommits {
  const itemAt = itemIn(client, tableName);
  return {
    ...leavesIn(client, tableName),
    async get(of, epoch) {
      const item = await itemAt(commitsOf(of), epochText(epoch));
      return item === undefined ? undefined : commitFrom(textIn(item));
    },
    async list(of, { before, limit }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
          ExpressionAttributeValues: {
            ':pk': { S: commitsOf(of) },
            ...(before === undefined ? {} : { ':before': { S: epochText(before) } }),
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return Items.map((item) => commitFrom(textIn(item)));
    },
    async open() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: openIndex,
          KeyConditionExpression: '#open = :open',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: { ':open': { S: OPEN } },
          Limit: OPEN_MAX,
        }),
      );
      return Items.map((item) => commitFrom(textIn(item)));
    },
    put: (commit) =>
      conditionalPut(client, {
        TableName: tableName,
        Item: {
          ...{ pk: { S: commitsOf(commit) }, sk: { S: epochText(commit.epoch) } },
          ...{ revision: { N: String(commit.revision) }, value: { S: commitText(commit) } },
          ...(commit.status === 'settled' ? {} : { open: { S: OPEN } }),
        },
        ...(commit.revision === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :before',
              ExpressionAttributeValues: { ':before': { N: String(commit.revision - 1) } },
            }),
      }),
  };
}

const itemIn =
  (client: DynamoDBClient, tableName: string) =>
  async (pk: string, sk: string): Promise<Record<string, AttributeValue> | undefined> => {
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const get = new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true });
    return (await client.send(get)).Item;
  };

function leavesIn(
  client: DynamoDBClient,
  tableName: string,
): Pick<PayoutCommits, 'leaves' | 'putLeaves'> {
  const itemAt = itemIn(client, tableName);
  return {
    async leaves({ page, ...of }) {
      const bytes = (await itemAt(leavesOf(of), digits(page, PAGE_DIGITS)))?.['leaves']?.B;
      invariant(bytes !== undefined, `page ${page} of the leaves of ${of.root} is kept before it`);
      return leavesFrom(bytes);
    },
    async putLeaves({ page, ...of }, leaves) {
      const outcome = await conditionalPut(client, {
        TableName: tableName,
        Item: {
          ...{ pk: { S: leavesOf(of) }, sk: { S: digits(page, PAGE_DIGITS) } },
          leaves: { B: leavesBytes(leaves) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      // What is there already is the same, as the root says it.
      if (outcome !== 'unknown') return;
      throw new Error(`it is not known whether page ${page} of the leaves of ${of.root} is kept`);
    },
  };
}

function textIn({ value }: Record<string, AttributeValue>): string {
  invariant(value?.S !== undefined, 'an item of commits has its text');
  return value.S;
}
