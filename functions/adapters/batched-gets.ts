import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import DataLoader from 'dataloader';

type Item = Record<string, AttributeValue>;

/** DynamoDB's own limit of one BatchGetItem. */
const KEYS_MAX = 100;
const ATTEMPTS_MAX = 8;
const BACKOFF_MS = 10;

/**
 * Strongly consistent gets by `pk` and `sk`, those of one turn of the event loop in one BatchGetItem. Each item is read
 * and charged as by a get of its own; what DynamoDB leaves unprocessed is asked for again, a bounded number of times in
 * vain.
 */
export function batchedGets(
  client: DynamoDBClient,
  tableName: string,
): DataLoader<Item, Item | undefined> {
  return new DataLoader<Item, Item | undefined>(
    async (keys) => {
      const found = await gotten(client, tableName, distinct(keys));
      return keys.map((key) => found.get(keyText(key)));
    },
    { cache: false, maxBatchSize: KEYS_MAX },
  );
}

async function gotten(
  client: DynamoDBClient,
  tableName: string,
  keys: Item[],
): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  let asked = keys;
  let inVain = 0;
  while (asked.length > 0) {
    if (inVain === ATTEMPTS_MAX) throw new Error('DynamoDB left gets unprocessed every time');
    if (inVain > 0) await sleep(BACKOFF_MS * 2 ** inVain);
    const request = { [tableName]: { Keys: asked, ConsistentRead: true } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: request }));
    for (const item of answer.Responses?.[tableName] ?? []) found.set(keyText(item), item);
    const left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    inVain = left.length < asked.length ? 0 : inVain + 1;
    asked = left;
  }
  return found;
}

const distinct = (keys: readonly Item[]): Item[] => [
  ...new Map(keys.map((key) => [keyText(key), key])).values(),
];

const keyText = ({ pk, sk }: Item): string => JSON.stringify([pk?.S, sk?.N ?? sk?.S]);
