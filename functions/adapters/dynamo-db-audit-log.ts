import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type AuditEntry, type AuditLog, auditTime } from '../../core/access/audit/audit-log.ts';
import {
  answeredFrom,
  answeredText,
  askedFrom,
  askedText,
} from '../../core/access/audit/entry-text.ts';
import type { KeyUses } from '../../core/access/key-uses.ts';
import { conditionalPut } from './conditional-put.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

type Item = Record<string, AttributeValue>;

const VERSION = 1;
const ATTEMPTS_MAX = 3;

const ASKED = '#asked';
const ANSWERED = '#answered';

const changesOf = (tenant: string): string => JSON.stringify(['changes', tenant]);
const usesOf = (keyId: string): string => JSON.stringify(['uses', keyId]);

/**
 * The audit in a table with `pk` (S) and `sk` (S): of each change, what was asked and what was answered are an item
 * each, and every day on which a key was used is one. Each is put once.
 */
export function dynamoDbAuditLog(client: DynamoDBClient, tableName: string): AuditLog & KeyUses {
  /** An item is the only one that can ever have its key: that it is there already means that it was put before. */
  const putOnce = async (pk: string, sk: string, value?: string): Promise<void> => {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const outcome = await conditionalPut(client, {
        TableName: tableName,
        Item: {
          ...versionAttribute(VERSION),
          pk: { S: pk },
          sk: { S: sk },
          ...(value === undefined ? {} : { value: { S: value } }),
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      if (outcome !== 'unknown') return;
    }
    throw new Error(`the audit may lack ${pk} ${sk}: its table did not answer`);
  };
  return {
    ask: (change) => putOnce(changesOf(change.tenant), `${change.id}${ASKED}`, askedText(change)),

    answer: ({ tenant, id }, answered) =>
      putOnce(changesOf(tenant), `${id}${ANSWERED}`, answeredText(answered)),

    async list(tenant, { from, to, before, limit }) {
      const end = auditTime(to);
      const pages = paginateQuery(
        { client, pageSize: 2 * limit + 1 },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': { S: changesOf(tenant) },
            ':from': { S: auditTime(from) },
            ':to': { S: before === undefined || end < before ? end : before },
          },
          ScanIndexForward: false,
          ConsistentRead: true,
        },
      );
      const items: Item[] = [];
      // Each entry has two items at most, so these are enough to fill the page, and to tell whether there is more.
      for await (const { Items = [] } of pages) {
        items.push(...Items);
        if (items.length > 2 * limit) break;
      }
      const entries = entriesOf(items);
      return { entries: entries.slice(0, limit), more: entries.length > limit };
    },

    note: (keyId, day) => putOnce(usesOf(keyId), day),

    async lastOf(keyId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: usesOf(keyId) } },
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      return Items[0]?.['sk']?.S;
    },
  };
}

/** From the latest on, what was asked comes right before its answer. */
function entriesOf(items: readonly Item[]): readonly AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const item of items) {
    const { name, value } = valueIn(item);
    const last = entries.at(-1);
    const isAnswered = last !== undefined && name === `${last.id}${ANSWERED}`;
    if (isAnswered) entries.splice(-1, 1, { ...last, answered: answeredFrom(value) });
    else entries.push({ ...askedFrom(value), answered: undefined });
  }
  return entries;
}

function valueIn(item: Item) {
  const stored = storedItem(item, 'an entry of the audit');
  stored.version(VERSION);
  const name = stored.text('sk');
  return { name, value: stored.text('value') };
}
