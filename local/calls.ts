import type { TableCalls } from './engines/dynamodb-counter.ts';
import type { EngineProcess } from './engines/engine-process.ts';
import type { OperationCalls } from './engines/sqs-counter.ts';
import type { Gateway, HttpCalls } from './http/gateway.ts';
import { type FunctionCalls, forgetCalls } from './lambda/function-pool.ts';
import type { Functions } from './lambda/functions.ts';
import type { WebFunction } from './lambda/web-function.ts';
import type { Stack } from './stack.ts';
import { isObject, type Json } from './template/json.ts';

/**
 * What the stack asked of AWS, in the units that AWS charges for. Functions, queues and tables are named by their
 * construct's path (`Ingest/Events`).
 */
export interface CallCounts {
  readonly httpApi: HttpCalls;
  readonly lambda: Readonly<Record<string, FunctionCalls>>;
  readonly sqs: Readonly<Record<string, Readonly<Record<string, OperationCalls>>>>;
  readonly dynamodb: Readonly<Record<string, TableCalls>>;
  /** Processor time of each web function; requests go to it directly and are not counted. */
  readonly webFunctions: Readonly<Record<string, { readonly cpuMilliseconds: number }>>;
  /** Requests by HTTP method. */
  readonly s3: Readonly<Record<string, number>>;
}

/** Counts what goes through a runtime. */
export interface CallCounter {
  counts(): Promise<CallCounts>;
  /** Starts again from zero. */
  reset(): Promise<void>;
}

/** What is counted. */
export interface Counted {
  readonly stack: Stack;
  readonly functions: Functions;
  readonly gateway: Gateway | undefined;
  readonly webFunction: WebFunction | undefined;
  readonly dynamoDb: EngineProcess;
  readonly sqs: EngineProcess;
}

/** The counter of a runtime whose engines were told to count. */
export function callCounter({
  stack,
  functions,
  gateway,
  webFunction,
  dynamoDb,
  sqs,
}: Counted): CallCounter {
  let cpuMsBefore = 0;
  const webFunctions = async (): Promise<CallCounts['webFunctions']> => {
    if (webFunction === undefined) return {};
    const cpuMilliseconds = (await webFunction.cpuMs()) - cpuMsBefore;
    return { [webFunction.definition.path]: { cpuMilliseconds } };
  };
  return {
    counts: async () => {
      const [tables, queues] = await Promise.all([dynamoDb.ask('calls'), sqs.ask('calls')]);
      const ofSqs = isObject(queues) ? queues : {};
      return {
        httpApi: structuredClone(gateway?.calls ?? { requests: 0, units: 0, byRoute: {} }),
        lambda: Object.fromEntries(
          functions.all.map(({ definition, calls }) => [definition.path, { ...calls }]),
        ),
        webFunctions: await webFunctions(),
        sqs: byPath<Record<string, OperationCalls>>(ofSqs['sqs'], stack.queues),
        dynamodb: byPath<TableCalls>(tables, stack.tables),
        s3: (ofSqs['s3'] ?? {}) as Record<string, number>,
      };
    },
    reset: async () => {
      await Promise.all([dynamoDb.ask('reset'), sqs.ask('reset')]);
      cpuMsBefore = (await webFunction?.cpuMs()) ?? 0;
      for (const { calls } of functions.all) forgetCalls(calls);
      if (gateway !== undefined) {
        Object.assign(gateway.calls, { requests: 0, units: 0, byRoute: {} });
      }
    },
  };
}

/** Renames what the engines know by physical name. */
function byPath<T>(
  counts: Json | undefined,
  named: readonly { readonly name: string; readonly path: string }[],
): Record<string, T> {
  const paths = new Map(named.map(({ name, path }) => [name, path]));
  return Object.fromEntries(
    Object.entries(isObject(counts) ? counts : {}).map(([name, count]) => [
      paths.get(name) ?? name,
      count as T,
    ]),
  );
}
