import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type Cell, type CellKey, cellPlace } from '../../core/books/cell.ts';
import { cellFrom, cellQuality, cellText } from '../../core/books/cell-codec.ts';
import type { BooksCells, CellRepair, FoundCell } from '../../core/books/ports.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { InvariantViolation, invariant } from '../../core/kernel/invariant.ts';
import { packedText, unpackedText } from '../../core/kernel/packed.ts';
import { conditionalPut } from './conditional-put.ts';

type Item = Record<string, AttributeValue>;

/** What one BatchGetItem takes. */
const KEYS_PER_READ = 100;
const READS_AT_ONCE = 4;
const ATTEMPTS_MAX = 8;
const PAUSE_MS = 25;
/** A write is billed by the kilobyte: up to one, packing saves nothing. */
const PLAIN_CHARACTERS_MAX = 900;
/** No cell of 400 KB, which is an item's most, came to more. */
const CELL_BYTES_MAX = 32 * 1024 * 1024;

/** The books' projections in a table with `pk` (S) and `sk` (S). */
export const dynamoDbBooksCells = (
  client: DynamoDBClient,
  tableName: string,
): BooksCells & CellRepair => ({
  async read(tenant, keys) {
    const places = keys.map((key) => attributesOf(tenant, key));
    const unique = new Map(places.map((place) => [placeText(place), place]));
    const batches = inBatches([...unique.values()]);
    const items = (
      await inParallel(READS_AT_ONCE, batches, (batch) => readBatch(client, tableName, batch))
    ).flat();
    const found = new Map(items.map((item) => [placeText(item), cellOf(item)]));
    return places.map((place) => found.get(placeText(place)));
  },

  put(tenant, key, cell, over = 'any') {
    return conditionalPut(client, {
      TableName: tableName,
      Item: itemOf(tenant, key, cell),
      ConditionExpression:
        over === 'any' ? 'attribute_not_exists(pk) OR #version < :version' : '#version < :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': { N: String(cell.version) } },
    });
  },

  async mend(tenant, key, next) {
    const [item] = await readBatch(client, tableName, [attributesOf(tenant, key)]);
    const cell = next(foundIn(item));
    if (cell === undefined) return 'left';
    return conditionalPut(client, {
      TableName: tableName,
      Item: itemOf(tenant, key, cell),
      ...(item === undefined ? { ConditionExpression: 'attribute_not_exists(pk)' } : isStill(item)),
    });
  },

  async listPeriod(tenant, { period, after, limit }) {
    const { pk, sk } = attributesOf(tenant, { kind: 'period', month: period, customer: after });
    invariant(pk !== undefined && sk !== undefined, 'a cell has a place');
    const { Items } = await client.send(
      new QueryCommand({
        TableName: tableName,
        ...(after === ''
          ? { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }
          : {
              KeyConditionExpression: 'pk = :pk AND sk > :after',
              ExpressionAttributeValues: { ':pk': pk, ':after': sk },
            }),
        Limit: limit,
      }),
    );
    return (Items ?? []).map(cellOf);
  },
});

/** All that a cell can be kept in, in any version. */
const ATTRIBUTES = ['version', 'json', 'brotli', 'text', 'packed'] as const;

/** That an item is kept as it was read. */
function isStill(item: Item) {
  const values = ATTRIBUTES.flatMap((name) => {
    const value = item[name];
    return value === undefined ? [] : [[`:${name}`, value] as const];
  });
  const same = ATTRIBUTES.map((name) =>
    item[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :${name}`,
  );
  return {
    ConditionExpression: ['attribute_exists(pk)', ...same].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
    ...(values.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

function foundIn(item: Item | undefined): FoundCell {
  if (item === undefined) return undefined;
  try {
    return cellOf(item);
  } catch (error) {
    if (error instanceof InvariantViolation) return 'unreadable';
    throw error;
  }
}

function itemOf(tenant: string, key: CellKey, { version, value }: Cell): Item {
  const text = cellText(value);
  return {
    ...attributesOf(tenant, key),
    version: { N: String(version) },
    ...(text.length <= PLAIN_CHARACTERS_MAX
      ? { json: { S: text } }
      : { brotli: { B: packedText(text, cellQuality) } }),
  };
}

function attributesOf(tenant: string, key: CellKey): Item {
  const { partition, sort } = cellPlace(tenant, key);
  return { pk: { S: partition }, sk: { S: sort } };
}

const placeText = ({ pk, sk }: Item): string => JSON.stringify([pk?.S, sk?.S]);

const inBatches = (places: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(places.length / KEYS_PER_READ) }, (_, index) =>
    places.slice(index * KEYS_PER_READ, (index + 1) * KEYS_PER_READ),
  );

/** DynamoDB leaves keys of a batch unread when it is busy; they are asked for again, after pauses that grow. */
async function readBatch(
  client: DynamoDBClient,
  tableName: string,
  places: readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  let left: Record<string, KeysAndAttributes> = {
    [tableName]: { Keys: [...places], ConsistentRead: true },
  };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: left }),
    );
    items.push(...(Responses?.[tableName] ?? []));
    left = UnprocessedKeys ?? {};
    if (Object.keys(left).length === 0) return items;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt));
  }
  throw new Error(`${tableName} left keys unread after ${ATTEMPTS_MAX} attempts`);
}

/**
 * `text` and `packed` are cells of version 1. What is written now has other names, so that a function of before, still
 * running while a new one is deployed, fails on it and does not take a customer's last page for all there is.
 */
function cellOf({ version, json, brotli, text, packed }: Item): Cell {
  const plain = json?.S ?? text?.S;
  const bytes = brotli?.B ?? packed?.B;
  const value = plain ?? (bytes === undefined ? undefined : unpackedText(bytes, CELL_BYTES_MAX));
  invariant(version?.N !== undefined && value !== undefined, 'a cell has a version and a value');
  return { version: Number(version.N), value: cellFrom(value) };
}
