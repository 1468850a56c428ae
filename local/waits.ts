import type { SqsEngine } from './engines/fauxqs.ts';
import type { Functions } from './lambda/functions.ts';
import type { EventSource } from './queues/event-source.ts';
import type { Scheduler } from './schedules/scheduler.ts';
import type { Stack } from './stack.ts';

/** What may have work left. */
export interface Workplaces {
  readonly stack: Stack;
  readonly functions: Functions;
  readonly eventSources: readonly EventSource[];
  readonly scheduler: Scheduler;
  readonly sqs: SqsEngine;
}

/** What a function has left to do, for a person who waits for it. */
export interface FunctionWait {
  /** Of the function's construct (`Documents/StoreDocuments`). */
  readonly path: string;
  /** Invocations that run now. */
  readonly running: number;
  /** For how long the longest of them has, in seconds. */
  readonly runningSeconds: number;
  /** Messages of its queue that it can have now, or soon. */
  readonly queued: number;
  /** Messages of its queue that it failed on, and gets again. */
  readonly retried: number;
  /** In how many seconds it gets the first of them, and why it failed on that. */
  readonly next: { readonly seconds: number; readonly reason: string } | undefined;
}

/** Of the functions that have something left to do. */
export async function waitsOf({
  functions,
  eventSources,
  stack,
  sqs,
}: Workplaces): Promise<readonly FunctionWait[]> {
  const backlog = await sqs.backlog();
  const nameOf = new Map(stack.queues.map(({ arn, name }) => [arn, name]));
  const now = Date.now();
  const secondsTo = (at: number): number => Math.max(0, Math.ceil((at - now) / 1000));
  return functions.all
    .map(({ definition, running }): FunctionWait => {
      const began = running();
      const sources = eventSources.filter(
        (source) => source.definition.functionName === definition.name,
      );
      const retries = sources.flatMap((source) => source.retries());
      const [first] = retries.toSorted((one, other) => one.at - other.at);
      const queued = sources.map((source) =>
        backlog.get(nameOf.get(source.definition.queueArn) ?? ''),
      );
      return {
        path: definition.path,
        running: began.length,
        runningSeconds: began.length === 0 ? 0 : Math.floor((now - Math.min(...began)) / 1000),
        queued: queued.reduce((sum, one) => sum + (one?.visible ?? 0) + (one?.delayed ?? 0), 0),
        retried: retries.length,
        next:
          first === undefined ? undefined : { seconds: secondsTo(first.at), reason: first.reason },
      };
    })
    .filter(({ running, queued, retried }) => running + queued + retried > 0);
}
