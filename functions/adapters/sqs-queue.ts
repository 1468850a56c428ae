import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { InvariantViolation, invariant } from '../../core/kernel/invariant.ts';
import type { EachQueue, Queue, SendOutcome } from '../../core/kernel/queue.ts';
import { logError } from '../middleware/log.ts';
import type { GroupOf } from './message-groups.ts';

/** SQS's own limits of one SendMessageBatch. */
const ENTRIES_MAX = 10;
const BATCH_BYTES_MAX = 1024 * 1024;

const PARALLEL_MAX = 8;
const ATTEMPTS_MAX = 5;
const BACKOFF_MS = 25;

export interface SqsQueueOptions {
  readonly queueUrl: string;
  /** Which group a message is of. @default - none, so that no message waits for another's sake */
  readonly groupOf?: GroupOf;
  /** How long messages stay unseen at first. @default 0 */
  readonly delaySeconds?: number;
  /** After this long, what SQS has not taken is given up. @default 8000 */
  readonly timeoutMs?: number;
}

/**
 * A standard SQS queue. What SQS refuses of a batch is sent again, a bounded number of times; an answer that was lost
 * may mean a message twice in the queue, which its consumers must bear anyway. Throws where sending again is no help: a
 * queue that is not there, a permission that lacks, and from `send` a message that SQS will never take.
 */
export const sqsQueue = (client: SQSClient, options: SqsQueueOptions): Queue & EachQueue => {
  const sendEach = async (bodies: readonly string[]): Promise<readonly SendOutcome[]> => {
    const deadline = AbortSignal.timeout(options.timeoutMs ?? 8_000);
    const outcomes: SendOutcome[] = [];
    const waiting = batches(bodies.map(takenBySqs)).map((batch) => {
      const first = outcomes.length;
      outcomes.push(...batch.map(() => 'unavailable' as const));
      return { batch, first };
    });
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const ofBatch = await sendBatch(client, options, next.batch, deadline);
        outcomes.splice(next.first, ofBatch.length, ...ofBatch);
      }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL_MAX, waiting.length) }, worker));
    return outcomes;
  };
  return {
    sendEach,
    send: async (bodies) => {
      const outcomes = await sendEach(bodies);
      invariant(!outcomes.includes('refused'), `SQS never takes a message to ${options.queueUrl}`);
      return outcomes.every((outcome) => outcome === 'sent') ? 'sent' : 'unavailable';
    },
  };
};

/** All that SQS takes; the local engine is stricter than AWS, which takes what is past U+FFFF too. */
const REFUSED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g;

/** A JSON text with what SQS would refuse as JSON escapes it, so that a subject of any characters can be queued. */
const takenBySqs = (body: string): string =>
  body.replaceAll(REFUSED, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Bodies in order, as many in a batch as SQS takes. */
export function batches(bodies: readonly string[]): string[][] {
  const all: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    if (batch.length === ENTRIES_MAX || (batch.length > 0 && bytes + size > BATCH_BYTES_MAX)) {
      all.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(body);
    bytes += size;
  }
  if (batch.length > 0) all.push(batch);
  return all;
}

async function sendBatch(
  client: SQSClient,
  { queueUrl, delaySeconds, groupOf }: SqsQueueOptions,
  bodies: readonly string[],
  deadline: AbortSignal,
): Promise<SendOutcome[]> {
  let waiting: SendMessageBatchRequestEntry[] = bodies.map((body, index) => {
    const group = groupOf?.(body);
    return {
      Id: String(index),
      MessageBody: body,
      ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
      ...(group === undefined ? {} : { MessageGroupId: group }),
    };
  });
  const settled = new Map<string, 'sent' | 'refused'>();
  let reason: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX && !deadline.aborted; attempt += 1) {
    if (attempt > 1) await pause(BACKOFF_MS * 2 ** attempt * Math.random(), deadline);
    const answer = await tryToSend(client, queueUrl, waiting, deadline);
    for (const [id, outcome] of answer.settled) settled.set(id, outcome);
    waiting = waiting.filter(({ Id = '' }) => !settled.has(Id));
    if (waiting.length === 0) break;
    reason = answer.reason;
  }
  if (waiting.length > 0) {
    logError('the queue did not take every message', reason, { queueUrl, left: waiting.length });
  }
  return bodies.map((_, index) => settled.get(String(index)) ?? 'unavailable');
}

/** Waits, but not past the deadline. */
const pause = (ms: number, deadline: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: deadline }).catch(() => undefined);

/**
 * What SQS says of the entries by their ids, and why it has not taken the others; an entry of which it says nothing is
 * another.
 */
interface Answer {
  readonly settled: ReadonlyMap<string, 'sent' | 'refused'>;
  readonly reason: unknown;
}

async function tryToSend(
  client: SQSClient,
  queueUrl: string,
  entries: SendMessageBatchRequestEntry[],
  deadline: AbortSignal,
): Promise<Answer> {
  try {
    const { Successful = [], Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
      { abortSignal: deadline },
    );
    const settled = new Map<string, 'sent' | 'refused'>();
    for (const { Id = '' } of Successful) settled.set(Id, 'sent');
    for (const failed of Failed.filter(isHopeless)) {
      const { Id = '', Code, Message } = failed;
      logError('SQS never takes this message', `${Code ?? ''} ${Message ?? ''}`, { queueUrl });
      settled.set(Id, 'refused');
    }
    return { settled, reason: Failed.map(({ Code }) => Code).join(', ') };
  } catch (error) {
    if (mayPass(error)) return { settled: new Map(), reason: error };
    throw error;
  }
}

/** Whether sending this again is no help. */
const isHopeless = ({ SenderFault, Code }: BatchResultErrorEntry): boolean =>
  SenderFault === true && !isThrottling(Code);

const isThrottling = (code: string | undefined): boolean =>
  /throttl|toomany|limit/i.test(code ?? '');

/** Whether sending again may help: where SQS is at fault, or asks to wait, or was not reached. */
function mayPass(error: unknown): boolean {
  if (error instanceof InvariantViolation || error instanceof TypeError) return false;
  if (!(error instanceof SQSServiceException)) return true;
  return error.$fault === 'server' || isThrottling(error.name);
}
