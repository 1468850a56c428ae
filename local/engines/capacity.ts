import { isObject, type Json, type JsonObject, objectAt } from '../template/json.ts';
import { itemSize, readUnits, writeUnits } from './item-size.ts';

/** One call that DynamoDB answered. */
export interface Call {
  readonly operation: string;
  readonly table: string;
  readonly body: JsonObject;
}

/** The share of one table in a call. `items` are those that were put. */
export interface Part {
  readonly table: string;
  readonly items: readonly JsonObject[];
  readonly consistent: boolean;
}

/** What a call did to each table: one, unless it was a batch. */
export function partsOf({ operation, table, body }: Call): readonly Part[] {
  const requests = body['RequestItems'];
  if (!isObject(requests)) {
    const item = operation === 'PutItem' ? body['Item'] : undefined;
    return [
      { table, items: isObject(item) ? [item] : [], consistent: body['ConsistentRead'] === true },
    ];
  }
  return Object.entries(requests).map(([name, request]) => ({
    table: name,
    items: Array.isArray(request)
      ? (request as readonly Json[]).map(putItemOf).filter(isObject)
      : [],
    consistent: isObject(request) && request['ConsistentRead'] === true,
  }));
}

function putItemOf(request: Json): Json | undefined {
  const put = isObject(request) ? request['PutRequest'] : undefined;
  return isObject(put) ? put['Item'] : undefined;
}

/** What the engine says it took. */
function consumedBy(answer: JsonObject, table: string): number {
  const consumed = answer['ConsumedCapacity'];
  const all = Array.isArray(consumed) ? (consumed as readonly Json[]) : [consumed];
  return sum(all.filter(isObject), (entry) =>
    entry['TableName'] === table ? Number(entry['CapacityUnits'] ?? 0) : 0,
  );
}

/** Units of the items in the answer; what was read and left out of it only the engine knows. */
function unitsRead({ operation }: Call, { table, consistent }: Part, answer: JsonObject): number {
  if (operation === 'GetItem') {
    const item = answer['Item'];
    return readUnits(isObject(item) ? itemSize(item) : 0, consistent);
  }
  if (operation === 'BatchGetItem') {
    const responses = answer['Responses'];
    const items = isObject(responses) ? responses[table] : undefined;
    return sum(objects(items), (item) => readUnits(itemSize(item), consistent));
  }
  return readUnits(sum(objects(answer['Items']), itemSize), consistent);
}

const objects = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : [];

const unitsToWrite = (item: JsonObject): number => writeUnits(itemSize(item));

/** The key of the item that a write names, which is in the item itself when it is a put. */
export function keyOf(body: JsonObject, schema: JsonObject): JsonObject {
  const key = body['Key'];
  if (isObject(key)) return key;
  const item = objectAt(body['Item'], 'Item');
  return Object.fromEntries(keyNames(schema).map((name) => [name, item[name] ?? null]));
}

const keyNames = (schema: JsonObject): readonly string[] =>
  objects(schema['KeySchema']).map((key) => String(key['AttributeName']));

/** A secondary index, as far as its size goes. */
export interface Index {
  readonly keys: readonly string[];
  /** Undefined: all attributes. */
  readonly attributes: readonly string[] | undefined;
}

/** The indexes in a table's description. */
export function indexesOf(schema: JsonObject): readonly Index[] {
  const all = [
    ...objects(schema['GlobalSecondaryIndexes']),
    ...objects(schema['LocalSecondaryIndexes']),
  ];
  return all.map((index) => {
    const projection = objectAt(index['Projection'] ?? {}, 'Projection');
    const others = projection['NonKeyAttributes'];
    const extra = Array.isArray(others) ? (others as readonly Json[]).map(String) : [];
    const keys = [...keyNames(index)];
    const attributes = [...keyNames(schema), ...keys, ...extra];
    return { keys, attributes: projection['ProjectionType'] === 'ALL' ? undefined : attributes };
  });
}

function indexUnits(item: JsonObject, indexes: readonly Index[]): number {
  return sum(indexes, ({ keys, attributes }) => {
    if (!keys.every((key) => item[key] !== undefined)) return 0;
    const projected = Object.entries(item).filter(([name]) => attributes?.includes(name) ?? true);
    return writeUnits(itemSize(Object.fromEntries(projected)));
  });
}

const sum = <T>(list: readonly T[], value: (item: T) => number): number =>
  list.reduce((total, item) => total + value(item), 0);

/** Write units of a call that succeeded, for one of its tables. */
export const unitsWritten = (part: Part, answer: JsonObject, indexes: readonly Index[]): number =>
  Math.max(consumedBy(answer, part.table), sum(part.items, unitsToWrite)) +
  sum(part.items, (item) => indexUnits(item, indexes));

/** Read units of a call that succeeded, for one of its tables. */
export const unitsReadBy = (call: Call, part: Part, answer: JsonObject): number =>
  Math.max(consumedBy(answer, part.table), unitsRead(call, part, answer));
