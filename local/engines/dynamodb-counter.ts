import type { RequestListener } from 'node:http';
import { isObject, type JsonObject, objectAt, parseJson } from '../template/json.ts';
import { type Call, indexesOf, keyOf, partsOf, unitsReadBy, unitsWritten } from './capacity.ts';
import { innerCall, type Outer, replay } from './http-replay.ts';
import { itemSize, writeUnits } from './item-size.ts';

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

const reads: ReadonlySet<string> = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);
const writes: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
]);

/**
 * Asks the engine for the capacity of each call, and corrects it where it is known to be wrong: it counts strings by
 * UTF-16 units, leaves out indexes, reports nothing for a failed condition and zero for an empty query.
 */
export function dynamoDbCounter(): DynamoDbCounter {
  const tables = new Map<string, TableCalls>();
  const schemas = new Map<string, JsonObject>();

  const counted = (name: string, operation: string): TableCalls => {
    const table = tables.get(name) ?? noCalls();
    tables.set(name, table);
    table.operations[operation] = (table.operations[operation] ?? 0) + 1;
    return table;
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
    const table = counted(call.table, call.operation);
    table.conditionsFailed += 1;
    const key = keyOf(call.body, await schemaOf(serve, call.table));
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
      const table = counted(part.table, call.operation);
      if (reads.has(call.operation)) {
        table.readUnits += unitsReadBy(call, part, answer);
      } else {
        const indexes = indexesOf(await schemaOf(serve, part.table));
        table.writeUnits += unitsWritten(part, answer, indexes);
      }
    }
  };
  const after = async (serve: RequestListener, outer: Outer): Promise<JsonObject> => {
    const { operation, body, answer } = outer;
    if (!reads.has(operation) && !writes.has(operation)) return answer;
    const call: Call = { operation, body, table: String(body['TableName']) };
    if (outer.status === 200) await countDone(serve, call, answer);
    else if (isFailedCondition(answer)) await countRefused(serve, call);
    return body['ReturnConsumedCapacity'] === undefined ? withoutCapacity(answer) : answer;
  };
  return {
    counting: (serve) =>
      replay(serve, {
        before: (operation, body) =>
          reads.has(operation) || writes.has(operation)
            ? { ...body, ReturnConsumedCapacity: 'TOTAL' }
            : body,
        after: (outer) => after(serve, outer),
      }),
    calls: () => objectAt(parseJson(JSON.stringify(Object.fromEntries(tables))), 'calls'),
    reset: () => {
      tables.clear();
    },
  };
}

const noCalls = (): TableCalls => ({
  operations: {},
  readUnits: 0,
  writeUnits: 0,
  conditionsFailed: 0,
});

const isFailedCondition = (answer: JsonObject): boolean =>
  String(answer['__type']).endsWith('ConditionalCheckFailedException');

/** The answer as it would have been; the same object when there is nothing to take out. */
function withoutCapacity(answer: JsonObject): JsonObject {
  const { ConsumedCapacity: _consumed, ...rest } = answer;
  return answer['ConsumedCapacity'] === undefined ? answer : rest;
}
