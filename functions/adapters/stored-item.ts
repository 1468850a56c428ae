import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { StoredObject } from '../../core/kernel/stored.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** An item's attributes, each as the text, the number or the bytes that it is; `what` names it in messages. */
export const storedItem = (item: Item, what: string): StoredObject =>
  new StoredObject(
    Object.fromEntries(
      Object.entries(item).map(([name, { S, N, B }]) => [
        name,
        S ?? (N === undefined ? B : Number(N)),
      ]),
    ),
    what,
  );

/** The attribute that says which version of ours wrote an item. */
export const versionAttribute = (version: number) => ({ version: { N: String(version) } });
