import type { RequestListener } from 'node:http';
import { isObject, type Json, type JsonObject, objectAt, parseJson } from '../template/json.ts';
import { innerCall, type Outer, replay } from './http-replay.ts';
import { itemSize, readUnits, writeUnits } from './item-size.ts';

/** What was asked of one table, and what AWS would charge for it, in request units. */
export interface TableCalls {
  operations: Record<string, number>;
  readUnits: number;
  /** Of the table and its indexes; an index counts each put of an item that it holds as one write. */
  writeUnits: number;
  /** Conditional writes that were refused: AWS charges for them as well. */
  conditionsFailed: number;
}

/** Counts what goes through a DynamoDB engine's request listener. */
export interface DynamoDbCounter {
  counting(serve: RequestListener): RequestListener;
  calls(): JsonObject;
  reset(): void;
}

const counted: ReadonlySet<string> = new Set([
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
]);
const writes: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/**
 * Asks the engine for the capacity of each call, and corrects it where it is known to be wrong: it counts strings by
 * UTF-16 units, leaves out indexes, reports nothing for a failed condition and zero for an empty query.
 */
export function dynamoDbCounter(): DynamoDbCounter {
  const tables = new Map<string, TableCalls>();
  const schemas = new Map<string, JsonObject>();

  const tableCalls = (name: string): TableCalls => {
    const known = tables.get(name) ?? {
      operations: {},
      readUnits: 0,
      writeUnits: 0,
      conditionsFailed: 0,
    };
    tables.set(name, known);
    return known;
  };
  const countOperation = (table: TableCalls, operation: string): void => {
    table.operations[operation] = (table.operations[operation] ?? 0) + 1;
  };
  const schemaOf = async (serve: RequestListener, table: string): Promise<JsonObject> => {
    const known = schemas.get(table);
    if (known !== undefined) return known;
    const answer = await innerCall(serve, 'DescribeTable', { TableName: table });
    const schema = objectAt(answer['Table'], table);
    schemas.set(table, schema);
    return schema;
  };

  const countRefused = async (serve: RequestListener, call: Call): Promise<void> => {
    const table = tableCalls(call.table);
    countOperation(table, call.operation);
    if (!writes.has(call.operation)) return;
    table.conditionsFailed += 1;
    const schema = await schemaOf(serve, call.table);
    const key = keyOf(call.body, schema);
    const read = { TableName: call.table, Key: key, ConsistentRead: true };
    const existing = (await innerCall(serve, 'GetItem', read))['Item'];
    table.writeUnits += writeUnits(isObject(existing) ? itemSize(existing) : 0);
  };
  const countDone = async (
    serve: RequestListener,
    call: Call,
    answer: JsonObject,
  ): Promise<void> => {
    for (const part of partsOf(call)) {
      const table = tableCalls(part.table);
      countOperation(table, call.operation);
      if (call.operation === 'BatchWriteItem' || writes.has(call.operation)) {
        table.writeUnits += Math.max(consumedBy(answer, part.table), sum(part.items, unitsToWrite));
        const indexes = indexesOf(await schemaOf(serve, part.table));
        table.writeUnits += sum(part.items, (item) => indexUnits(item, indexes));
      } else {
        table.readUnits += Math.max(consumedBy(answer, part.table), unitsRead(call, part, answer));
      }
    }
  };

  return {
    counting: (serve) =>
      replay(serve, {
        before: (operation, body) =>
          counted.has(operation) ? { ...body, ReturnConsumedCapacity: 'TOTAL' } : body,
        after: async (outer: Outer) => {
          if (!counted.has(outer.operation)) return outer.answer;
          const call = { ...outer, table: String(outer.body['TableName']) };
          if (outer.status === 200) {
            await countDone(serve, call, outer.answer);
            return outer.body['ReturnConsumedCapacity'] === undefined
              ? without(outer.answer, 'ConsumedCapacity')
              : outer.answer;
          }
          const isRefused = String(outer.answer['__type']).endsWith(
            'ConditionalCheckFailedException',
          );
          if (isRefused) await countRefused(serve, call);
          return outer.answer;
        },
      }),
    calls: () => parseObject(JSON.stringify(Object.fromEntries(tables))),
    reset: () => {
      tables.clear();
    },
  };
}

interface Call {
  readonly operation: string;
  readonly table: string;
  readonly body: JsonObject;
}

/** The share of one table in a call. `items` are those that were put. */
interface Part {
  readonly table: string;
  readonly items: readonly JsonObject[];
  readonly consistent: boolean;
}

function partsOf({ operation, table, body }: Call): readonly Part[] {
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

function keyOf(body: JsonObject, schema: JsonObject): JsonObject {
  const key = body['Key'];
  if (isObject(key)) return key;
  const item = objectAt(body['Item'], 'Item');
  return Object.fromEntries(keyNames(schema).map((name) => [name, item[name] ?? null]));
}

const keyNames = (schema: JsonObject): readonly string[] =>
  objects(schema['KeySchema']).map((key) => String(key['AttributeName']));

interface Index {
  readonly keys: readonly string[];
  /** Undefined: all attributes. */
  readonly attributes: readonly string[] | undefined;
}

function indexesOf(schema: JsonObject): readonly Index[] {
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

const without = (object: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

const parseObject = (text: string): JsonObject => objectAt(parseJson(text), 'calls');
