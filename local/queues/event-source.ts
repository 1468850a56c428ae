import { type OnFailure, reasonOf } from '../failures.ts';
import { type FunctionPool, payloadBytesMax } from '../lambda/function-pool.ts';
import { slots } from '../lambda/slots.ts';
import type { EventSourceDefinition } from '../template/event-sources.ts';
import { batchOutcome } from './batch-answer.ts';
import { batcher } from './batcher.ts';
import type { QueueClient } from './queue-client.ts';
import { startReceivers } from './receivers.ts';
import { eventOf, messagesIn, type ReceivedMessage, type RecordSource } from './record.ts';
import type { Retried } from './retries.ts';
import { type Retry, retrying } from './retrying.ts';

/** A queue that is being polled. */
export interface EventSource {
  readonly definition: EventSourceDefinition;
  /** Batches that wait or run, and messages that wait for a batch. */
  pending(): number;
  /** The messages that its function failed on and that have not come again yet. */
  retries(): readonly Retry[];
  /** Stops receiving, gives back what waits, and lets running batches end. */
  close(): Promise<void>;
}

/** How an event source is run. */
export interface EventSourceOptions {
  readonly definition: EventSourceDefinition;
  readonly queue: QueueClient;
  /** When the queue's messages are tried again. */
  readonly retried: Retried;
  readonly pool: FunctionPool;
  readonly clockOffsetMs: () => number;
  readonly onLog: (line: string) => void;
  readonly onFailure: OnFailure;
}

/** Under a batching window: of a steady stream of messages, so few calls bring ten each. */
const gatherMsMax = 200;
/** What the event has around its records. */
const envelopeBytes = 64;

type Batch = readonly ReceivedMessage[];

/**
 * Polls a queue and invokes a function with its messages. Nothing is received while a closed batch waits for its turn.
 */
export function startEventSource(options: EventSourceOptions): EventSource {
  const { definition, queue, pool, onLog } = options;
  const closing = new AbortController();
  const invocations = slots(
    Math.min(definition.concurrencyMax ?? pool.concurrencyMax, pool.concurrencyMax),
  );
  const running = new Set<Promise<void>>();
  const again = retrying({ ...options, path: pool.definition.path });
  let waiting = 0;

  const handle = async (batch: Batch): Promise<void> => {
    waiting += 1;
    const release = await invocations.take();
    waiting -= 1;
    if (waiting === 0) receivers.resume();
    const { done, failed, reason } = await invoke(batch, options, closing.signal).finally(release);
    // Beside each other: where the one fails, the others come again as soon all the same.
    await Promise.all([
      queue.remove(done.map(({ receiptHandle }) => receiptHandle)),
      closing.signal.aborted ? undefined : again.later(failed, reason),
    ]);
  };
  const batches = batcher<ReceivedMessage>(
    {
      countMax: definition.batchSizeMax,
      bytesMax: payloadBytesMax - envelopeBytes,
      windowMs: definition.windowSeconds * 1000,
    },
    (batch) => {
      const handled: Promise<void> = handle(batch)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) onLog(`${definition.path}: ${String(error)}`);
        })
        .finally(() => running.delete(handled));
      running.add(handled);
    },
  );
  const receive = async (waitSeconds: number): Promise<number> => {
    const countMax = definition.batchSizeMax;
    const answer = await queue.receive({ countMax, waitSeconds, signal: closing.signal });
    const messages = messagesIn(answer, recordSourceOf(options));
    for (const message of messages) {
      again.came(message);
      batches.add(message, Buffer.byteLength(message.record) + 1);
    }
    if (definition.windowSeconds === 0) batches.flush();
    return messages.length;
  };
  const receivers = startReceivers({
    receive,
    fullCount: Math.min(10, definition.batchSizeMax),
    // The batch that is open waits for its window in any case.
    gatherMs: () => (batches.open > 0 ? Math.min(gatherMsMax, definition.windowSeconds * 100) : 0),
    isFull: () => waiting > 0,
    closing: closing.signal,
    onError: (error) => {
      onLog(`${definition.path}: receiving failed, trying again: ${String(error)}`);
    },
  });
  return {
    definition,
    pending: () => running.size + batches.open,
    retries: again.retries,
    close: async () => {
      closing.abort();
      receivers.resume();
      await queue.hide(batches.drop(), 0);
      await Promise.all(running);
    },
  };
}

const recordSourceOf = ({ definition, clockOffsetMs }: EventSourceOptions): RecordSource => ({
  queueArn: definition.queueArn,
  region: definition.region,
  clockOffsetMs: clockOffsetMs(),
});

interface Outcome {
  readonly done: Batch;
  readonly failed: Batch;
  readonly reason: string;
}

async function invoke(
  batch: Batch,
  { definition, pool, onLog }: EventSourceOptions,
  closing: AbortSignal,
): Promise<Outcome> {
  // A batch that has not begun when the runtime closes is received again by the next.
  if (closing.aborted) return { done: [], failed: [], reason: '' };
  const { path } = pool.definition;
  const result = await pool.invoke(eventOf(batch));
  if (result.failure !== undefined) {
    onLog(`${definition.path}: ${path} failed on ${batch.length} messages: ${result.payload}`);
    return { done: [], failed: batch, reason: reasonOf(result) };
  }
  if (!definition.reportsBatchItemFailures) return { done: batch, failed: [], reason: '' };
  const { done, problem } = batchOutcome(result.payload, batch);
  if (problem !== undefined) {
    onLog(
      `${definition.path}: ${path} answered ${batch.length} messages wrongly, all count as failed: ${problem}`,
    );
  }
  const isDone = new Set(done);
  const failed = batch.filter((message) => !isDone.has(message));
  return { done, failed, reason: problem ?? reasonOf(result) };
}
