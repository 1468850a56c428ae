import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { sha256 } from '../../core/kernel/digest.ts';
import type { Salts } from '../../core/metering/pseudonyms/ports.ts';
import { batchedGets } from './batched-gets.ts';
import { conditionalPut } from './conditional-put.ts';
import type { Item } from './dynamo-db-chunks.ts';
import { storedItem, versionAttribute } from './stored-item.ts';

const VERSION = 1;

/** No item has the subject itself, only its digest: it may be longer than a key. */
const saltKey = (tenant: string, subject: string): Item => ({
  pk: { S: JSON.stringify(['salt', tenant, sha256(subject).toString('base64url')]) },
  sk: { S: 'salt' },
});

const droppedKey = (tenant: string, pseudonym: string): Item => ({
  pk: { S: JSON.stringify(['dropped', tenant, pseudonym]) },
  sk: { S: 'dropped' },
});

/** Salts in a table with `pk` (S) and `sk` (S), which lets its items be deleted. */
export function dynamoDbSalts(client: DynamoDBClient, tableName: string): Salts {
  const gets = batchedGets(client, tableName);
  return {
    async find(tenant, subjects) {
      const items = await gets.loadMany(subjects.map((subject) => saltKey(tenant, subject)));
      const salts = new Map<string, Uint8Array>();
      for (const [index, subject] of subjects.entries()) {
        const item = items[index];
        if (item instanceof Error) throw item;
        if (item !== undefined) salts.set(subject, saltIn(item));
      }
      return salts;
    },

    add: (tenant, subject, salt) =>
      conditionalPut(client, {
        TableName: tableName,
        Item: { ...saltKey(tenant, subject), ...versionAttribute(VERSION), salt: { B: salt } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),

    async noteDropped(tenant, pseudonym) {
      const Item = { ...droppedKey(tenant, pseudonym), ...versionAttribute(VERSION) };
      await client.send(new PutItemCommand({ TableName: tableName, Item }));
    },

    isDropped: async (tenant, pseudonym) =>
      (await gets.load(droppedKey(tenant, pseudonym))) !== undefined,

    async drop(tenant, subject, salt) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: saltKey(tenant, subject),
            ConditionExpression: 'salt = :salt',
            ExpressionAttributeValues: { ':salt': { B: salt } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function saltIn(item: Item): Uint8Array {
  const stored = storedItem(item, 'the salt of a subject');
  stored.version(VERSION);
  const salt = stored.value('salt');
  if (salt instanceof Uint8Array) return salt;
  throw new Error('the salt of a subject is bytes');
}
