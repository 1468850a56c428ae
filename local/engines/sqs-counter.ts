import { isObject, type Json, type JsonObject } from '../template/json.ts';

/** Calls of one operation on one queue; a unit is a request of at most 64 KB, which is what AWS charges for. */
export interface OperationCalls {
  requests: number;
  units: number;
}

/** Counts what is asked of the queues and the buckets. */
export interface SqsCounter {
  sqs(operation: string, body: Json, answer: Json): void;
  s3(method: string): void;
  calls(): JsonObject;
  reset(): void;
}

const unitBytes = 64 * 1024;

/** A counter that starts at zero. */
export function sqsCounter(): SqsCounter {
  const queues = new Map<string, Record<string, OperationCalls>>();
  let s3: Record<string, number> = {};
  return {
    sqs: (operation, body, answer) => {
      const name = queueNameIn(body);
      const queue = queues.get(name) ?? {};
      queues.set(name, queue);
      const calls = queue[operation] ?? { requests: 0, units: 0 };
      queue[operation] = calls;
      calls.requests += 1;
      calls.units += Math.max(1, Math.ceil(payloadBytes(body, answer) / unitBytes));
    },
    s3: (method) => {
      s3[method] = (s3[method] ?? 0) + 1;
    },
    reset: () => {
      queues.clear();
      s3 = {};
    },
    calls: () => JSON.parse(JSON.stringify({ sqs: Object.fromEntries(queues), s3 })) as JsonObject,
  };
}

function queueNameIn(body: Json): string {
  const url = isObject(body) ? (body['QueueUrl'] ?? body['QueueName']) : undefined;
  return typeof url === 'string' ? (url.split('/').at(-1) ?? url) : '';
}

/** What was sent or received: bodies and attributes. A call that carries no message has none. */
function payloadBytes(body: Json, answer: Json): number {
  const sent = isObject(body) ? [body, ...objects(body['Entries'])] : [];
  const received = isObject(answer) ? objects(answer['Messages']) : [];
  return [...sent, ...received].reduce((total, message) => total + messageBytes(message), 0);
}

const objects = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? (list as readonly Json[]).filter(isObject) : [];

function messageBytes(message: JsonObject): number {
  const text = message['MessageBody'] ?? message['Body'];
  const attributes = message['MessageAttributes'];
  const ofAttributes = isObject(attributes)
    ? Object.entries(attributes).reduce(
        (total, [name, value]) => total + attributeBytes(name, value),
        0,
      )
    : 0;
  return (typeof text === 'string' ? Buffer.byteLength(text) : 0) + ofAttributes;
}

const attributeBytes = (name: string, value: Json): number =>
  isObject(value)
    ? Object.values(value).reduce<number>(
        (total, item) => total + (typeof item === 'string' ? Buffer.byteLength(item) : 0),
        Buffer.byteLength(name),
      )
    : 0;
