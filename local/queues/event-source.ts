import { type FunctionPool, payloadBytesMax } from '../lambda/function-pool.ts';
import { slots } from '../lambda/slots.ts';
import type { EventSourceDefinition } from '../template/event-sources.ts';
import { type BatchOutcome, batchOutcome } from './batch-answer.ts';
import { batcher } from './batcher.ts';
import type { QueueClient } from './queue-client.ts';
import { startReceivers } from './receivers.ts';
import { eventOf, messagesIn, type ReceivedMessage } from './record.ts';

/** A queue that is being polled. */
export interface EventSource {
  /** Batches that wait or run, and messages that wait for a batch. */
  pending(): number;
  /** Stops receiving, gives back what waits, and lets running batches end. */
  close(): Promise<void>;
}

/** How an event source is run. */
export interface EventSourceOptions {
  readonly definition: EventSourceDefinition;
  readonly queue: QueueClient;
  readonly pool: FunctionPool;
  readonly clockOffsetMs: () => number;
  readonly onLog: (line: string) => void;
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
  let waiting = 0;

  const handle = async (batch: Batch): Promise<void> => {
    waiting += 1;
    const release = await invocations.take();
    waiting -= 1;
    if (waiting === 0) receivers.resume();
    const { done, problem } = await invoke(batch, options, closing.signal).finally(release);
    if (problem !== undefined) onLog(`${definition.path}: ${problem}`);
    await queue.remove(done.map(({ receiptHandle }) => receiptHandle));
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
    const messages = messagesIn(answer, {
      queueArn: definition.queueArn,
      region: definition.region,
      clockOffsetMs: options.clockOffsetMs(),
    });
    for (const message of messages) batches.add(message, Buffer.byteLength(message.record) + 1);
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
    pending: () => running.size + batches.open,
    close: async () => {
      closing.abort();
      receivers.resume();
      const dropped = batches.drop();
      await queue.giveBack(dropped.map(({ receiptHandle }) => receiptHandle));
      await Promise.all(running);
    },
  };
}

async function invoke(
  batch: Batch,
  { definition, pool }: EventSourceOptions,
  closing: AbortSignal,
): Promise<BatchOutcome<ReceivedMessage>> {
  // A batch that has not begun when the runtime closes is received again by the next.
  if (closing.aborted) return { done: [] };
  const result = await pool.invoke(eventOf(batch));
  if (result.failure !== undefined) {
    const problem = `${pool.definition.path} failed on ${batch.length} messages: ${result.payload}`;
    return { done: [], problem };
  }
  if (!definition.reportsBatchItemFailures) return { done: batch };
  const outcome = batchOutcome(result.payload, batch);
  if (outcome.problem === undefined) return outcome;
  const problem = `${pool.definition.path} answered ${batch.length} messages wrongly, all count as failed: ${outcome.problem}`;
  return { done: outcome.done, problem };
}
