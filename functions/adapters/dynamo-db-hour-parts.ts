import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { storedJsonFrom } from '../../core/kernel/stored.ts';
import type { HourParts, LoggedPart } from '../../core/transparency/ports.ts';
import { coveredFrom, coveredJson } from '../../core/transparency/year-log.ts';
import { conditionalPut } from './conditional-put.ts';
import { storedItem } from './stored-item.ts';

const HOUR_DIGITS = 8;
const PART_DIGITS = 4;

type Item = Record<string, AttributeValue>;

const hoursOf = (tenant: string): AttributeValue => ({ S: JSON.stringify(['hours', tenant]) });
const hourText = (hour: number): string => String(hour).padStart(HOUR_DIGITS, '0');
const partText = (part: number): string => String(part).padStart(PART_DIGITS, '0');
const lookedKey = (tenant: string): Item => ({ pk: hoursOf(tenant), sk: { S: 'looked' } });

/** Leaves of hours with events: `pk` is JSON `["hours", tenant]`, `sk` the hour in 8 digits, a point, the part in 4. */
export const dynamoDbHourParts = (client: DynamoDBClient, tableName: string): HourParts => ({
  put: ({ tenant, year, hour, part, index, covered }) =>
    conditionalPut(client, {
      TableName: tableName,
      Item: {
        ...{ pk: hoursOf(tenant), sk: { S: `${hourText(hour)}.${partText(part)}` } },
        ...{ year: { N: String(year) }, index: { N: String(index) } },
        covered: { S: JSON.stringify(coveredJson(covered)) },
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),

  async list({ tenant, from, to }) {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ...{ ':pk': hoursOf(tenant), ':from': { S: hourText(from) } },
          // A point is past the end of an hour without a part.
          ':to': { S: hourText(to) },
        },
        ConsistentRead: true,
      },
    );
    const parts: LoggedPart[] = [];
    for await (const { Items = [] } of pages)
      parts.push(...Items.map((item) => partIn(tenant, item)));
    return parts;
  },

  async looked(tenant) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: lookedKey(tenant), ConsistentRead: true }),
    );
    return Item === undefined ? 0 : storedItem(Item, 'how far was looked').integer('hour');
  },

  async putLooked(tenant, hour) {
    const Item = { ...lookedKey(tenant), hour: { N: String(hour) } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  },
});

function partIn(tenant: string, item: Item): LoggedPart {
  const stored = storedItem(item, 'the leaf of an hour');
  const [hour, part] = stored.text('sk').split('.');
  return {
    ...{ tenant, year: stored.integer('year'), index: stored.integer('index') },
    ...{ hour: Number(hour), part: Number(part) },
    covered: coveredFrom(storedJsonFrom(stored.text('covered'), 'the leaf of an hour')),
  };
}
