import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { MonetizedStore } from '../../core/gate/monetized/ports.ts';
import {
  progressFrom,
  progressText,
  recordFrom,
  recordText,
  tallyFrom,
  tallyText,
} from '../../core/gate/monetized/tally.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { conditionalPut } from './conditional-put.ts';

type Key = Record<'pk' | 'sk', AttributeValue>;

const keyOf = (tenant: string, kind: string, name: string): Key => ({
  pk: { S: JSON.stringify([kind, tenant]) },
  sk: { S: name },
});
const tallyKey = (tenant: string, address: string): Key =>
  keyOf(tenant, 'monetized-tallies', JSON.stringify(address));
const progressKey = (tenant: string, webAcl = ''): Key =>
  keyOf(tenant, 'monetized-progress', JSON.stringify(webAcl));

/**
 * What a firewall settled, in the table of what is kept beside spend logs. `pk` is JSON of a kind and the tenant, `sk`
 * the id of a record that was counted (`monetized`) or is left to people (`monetized-parked`); or, as JSON, an address
 * (`monetized-tallies`), or a web ACL (`monetized-progress`).
 */
export function dynamoDbMonetized(client: DynamoDBClient, tableName: string): MonetizedStore {
  const get = async (Key: Key): Promise<string | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : textIn(Item);
  };
  const put = (key: Key, { revision, text }: { revision: number; text: string }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: { ...key, revision: { N: String(revision) }, value: { S: text } },
      ...conditionOf(revision),
    });
  return {
    async progress(tenant, webAcl) {
      const text = await get(progressKey(tenant, webAcl));
      return text === undefined ? undefined : progressFrom(text);
    },
    putProgress: (tenant, webAcl, progress): Promise<PutOutcome> =>
      put(progressKey(tenant, webAcl), {
        revision: progress.revision,
        text: progressText(progress),
      }),

    async counted(tenant, id) {
      const text = await get(keyOf(tenant, 'monetized', id));
      return text === undefined ? undefined : recordFrom(text);
    },
    putCounted: (tenant, id, record): Promise<PutOutcome> =>
      put(keyOf(tenant, 'monetized', id), { revision: 1, text: recordText(record) }),

    async park(tenant, id, record) {
      const key = keyOf(tenant, 'monetized-parked', id);
      const Item = { ...key, value: { S: recordText(record) } };
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },

    async tally(tenant, address) {
      const text = await get(tallyKey(tenant, address));
      return text === undefined ? undefined : tallyFrom(text);
    },
    putTally: (tenant, tally): Promise<PutOutcome> =>
      put(tallyKey(tenant, tally.address), { revision: tally.revision, text: tallyText(tally) }),
    async tallies(tenant, { after, limit }) {
      const { pk, sk } = tallyKey(tenant, after ?? '');
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: {
            ':pk': pk,
            ...(after === undefined ? {} : { ':after': sk }),
          },
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      return Items.map((item) => tallyFrom(textIn(item)));
    },
  };
}

function textIn(item: Record<string, AttributeValue>): string {
  const text = item['value']?.S;
  invariant(text !== undefined, 'what is kept of a firewall has its text');
  return text;
}

const conditionOf = (revision: number) =>
  revision === 1
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'revision = :before',
        ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
      };
