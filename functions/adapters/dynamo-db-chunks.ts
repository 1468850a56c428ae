import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { inParallel } from '../../core/kernel/in-parallel.ts';

export type Item = Record<string, AttributeValue>;

/** DynamoDB takes items of 400 KB; the rest is for keys and the other attributes. */
const CHUNK_BYTES = 380 * 1024;
const CHUNKS_AT_ONCE = 4;

/**
 * Bytes as attributes of an item, however many: what does not fit the item is put beside it first, under a name of its
 * own that only the item knows. So whoever reads the item finds all of it, or, when another put came between, nothing:
 * and reads the item again.
 */
export function chunkedBytes(client: DynamoDBClient, tableName: string) {
  const keyOf = (name: string, index: number): Item => ({
    pk: { S: JSON.stringify(['chunk', name]) },
    sk: { N: String(index) },
  });
  const indexes = (item: Item): { name: string; numbers: number[] } => ({
    name: item['chunks']?.S ?? '',
    numbers: Array.from({ length: Number(item['chunkCount']?.N ?? 0) }, (_, index) => index),
  });

  return {
    /** Puts what does not fit, and returns the attributes for the item. */
    async attributes(bytes: Uint8Array): Promise<Item> {
      if (bytes.length <= CHUNK_BYTES) return { bytes: { B: bytes } };
      const name = randomUUID();
      const count = Math.ceil(bytes.length / CHUNK_BYTES);
      const attributes = { chunks: { S: name }, chunkCount: { N: String(count) } };
      await inParallel(CHUNKS_AT_ONCE, indexes(attributes).numbers, async (index) => {
        const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
        const Item = { ...keyOf(name, index), bytes: { B: chunk } };
        await client.send(new PutItemCommand({ TableName: tableName, Item }));
      });
      return attributes;
    },

    /** The bytes of an item, or undefined when it has been put over since it was read. */
    async bytes(item: Item): Promise<Uint8Array | undefined> {
      if (item['bytes']?.B !== undefined) return item['bytes'].B;
      const { name, numbers } = indexes(item);
      const chunks = await inParallel(CHUNKS_AT_ONCE, numbers, async (index) => {
        const { Item } = await client.send(
          new GetItemCommand({
            TableName: tableName,
            Key: keyOf(name, index),
            ConsistentRead: true,
          }),
        );
        return Item?.['bytes']?.B;
      });
      const found = chunks.filter((chunk) => chunk !== undefined);
      return found.length === chunks.length ? Buffer.concat(found) : undefined;
    },

    /** Deletes what stands beside an item that is no longer, or never came to be. */
    async drop(item: Item): Promise<void> {
      const { name, numbers } = indexes(item);
      await inParallel(CHUNKS_AT_ONCE, numbers, (index) =>
        client.send(new DeleteItemCommand({ TableName: tableName, Key: keyOf(name, index) })),
      );
    },
  };
}
