import { awsJsonClient, type EngineCaller } from '../engines/aws-json.ts';
import type { OnFailure } from '../failures.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Stack } from '../stack.ts';
import { type EventSource, startEventSource } from './event-source.ts';
import { queueClient } from './queue-client.ts';

/** The stack's queues, to send to and to have polled. */
export interface Queues {
  /** Sends to a queue by its ARN; rejects when this stack has none of it. */
  send(queueArn: string, body: string): Promise<void>;
  /** Begins to poll for all event sources. */
  poll(functions: Functions, clockOffsetMs: () => number): readonly EventSource[];
  close(): void;
}

/** The queues of a stack on the engine at `origin`. */
export function stackQueues(
  origin: string,
  {
    stack,
    caller,
    onLog,
    onFailure,
  }: {
    readonly stack: Stack;
    readonly caller: EngineCaller;
    readonly onLog: (line: string) => void;
    readonly onFailure: OnFailure;
  },
): Queues {
  const client = awsJsonClient(origin, caller);
  const byArn = new Map(
    stack.queues.map((retried) => {
      return [retried.arn, { retried, queue: queueClient(client, retried.url) }] as const;
    }),
  );
  const queueAt = (arn: string) => {
    const queue = byArn.get(arn);
    if (queue === undefined) throw new Error(`${arn} is no queue of this stack`);
    return queue;
  };
  return {
    send: async (queueArn, body) => {
      await queueAt(queueArn).queue.send(body);
    },
    poll: (functions, clockOffsetMs) =>
      stack.eventSources.map((definition) => {
        const pool = functions.find(definition.functionName);
        if (pool === undefined) {
          throw new Error(
            `${definition.path} invokes ${definition.functionName}, not in this stack`,
          );
        }
        const place = queueAt(definition.queueArn);
        return startEventSource({ definition, ...place, pool, clockOffsetMs, onLog, onFailure });
      }),
    close: () => {
      client.close();
    },
  };
}
