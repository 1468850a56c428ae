import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
import { accessKeyIn, refusalOfEngine } from '../door.ts';
import { type EngineGate, engineGate } from '../grants/engine-gate.ts';
import { s3Needs, sqsNeeds } from '../grants/needs.ts';
import { isObject, type Json, type JsonObject, objectAt } from '../template/json.ts';
import { type Engine, runEngine } from './engine-protocol.ts';
import { type Notifications, notificationsOf } from './s3-notifications.ts';
import { refusalXml, type S3Request, s3Refusal } from './s3-refusals.ts';
import { sqsCounter } from './sqs-counter.ts';

/** What of fauxqs' inner parts is used here; its package exports only an entry that listens on all interfaces. */
interface Queue {
  readonly name: string;
  url: string;
  persistence?: Persistence;
  getAttribute(name: string): string | undefined;
}
interface SqsStore {
  host: string;
  persistence?: Persistence;
  readonly queues: Map<string, Queue>;
  allQueues(): Iterable<Queue>;
  shutdown(): void;
}
interface S3Store {
  persistence?: Persistence;
  headObject(
    bucket: string,
    key: string,
  ): { readonly etag: string; readonly contentLength: number };
}
interface SnsStore {
  persistence?: Persistence;
}
interface Persistence {
  readonly db: DatabaseSync;
  updateMessageReady: (messageId: string) => void;
  load(sqs: SqsStore, sns: SnsStore, s3: S3Store): void;
  close(): void;
}
interface Stores {
  readonly sqsStore: SqsStore;
  readonly snsStore: SnsStore;
  readonly s3Store: S3Store;
}

type App = ReturnType<typeof buildApp>;

runEngine(async (given: Json): Promise<Engine> => {
  const settings = objectAt(given, 'settings');
  const stores: Stores = {
    sqsStore: new (await part<new () => SqsStore>('sqs/sqsStore.js', 'SqsStore'))(),
    snsStore: new (await part<new () => SnsStore>('sns/snsStore.js', 'SnsStore'))(),
    s3Store: new (await part<new () => S3Store>('s3/s3Store.js', 'S3Store'))(),
  };
  const sendMessage = await part<(message: object, store: SqsStore) => object>(
    'sqs/actions/sendMessage.js',
    'sendMessage',
  );
  const directory = settings['dataDirectory'];
  const persistence = typeof directory === 'string' ? await kept(directory, stores) : undefined;
  // Without a host of its own, a queue's URL has the host that the queue was made through.
  stores.sqsStore.host = '';
  const app = buildApp({ logger: false, stores: stores as never });
  app.server.keepAliveTimeout = 60_000;
  const gate = engineGate(String(settings['accessKeyId']));
  const etagOf = etagsIn(stores.s3Store);
  refuseStrangers(app, gate);
  refuseWhatIsNotGranted(app, gate, etagOf);
  refuseWhatS3Refuses(app, etagOf);
  const notifications = notificationsOf((bucket, key) => stores.s3Store.headObject(bucket, key));
  tellOfPuts(app, notifications, (message) => sendMessage(message, stores.sqsStore));
  const counter = settings['countCalls'] === true ? sqsCounter() : undefined;
  if (counter !== undefined) count(app, counter);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  moveQueues(stores.sqsStore, `http://127.0.0.1:${port}`);
  return {
    port,
    answer: (question, about) => {
      if (question === 'callers') gate.set(about);
      if (question === 'notifications') notifications.set(about);
      if (question === 'backlog') return backlogOf(stores.sqsStore);
      if (question === 'reset') counter?.reset();
      return counter?.calls() ?? null;
    },
    close: async () => {
      await app.close();
      persistence?.close();
    },
  };
});

async function part<T>(file: string, name: string): Promise<T> {
  const url = new URL(`./${file}`, import.meta.resolve('fauxqs')).href;
  return ((await import(url)) as Record<string, T>)[name] as T;
}

/**
 * Everything in one SQLite file. It is not flushed at each commit: like the tables', its data survives a killed
 * process, not a power cut. Whoever was working on a message when the last process ended is gone, so it is free again
 * at once, and that it was received then does not count: the message has failed nobody.
 */
async function kept(directory: string, stores: Stores): Promise<Persistence> {
  const Manager = await part<new (directory: string) => Persistence>(
    'persistence.js',
    'PersistenceManager',
  );
  const persistence = new Manager(directory);
  const { db } = persistence;
  const free = 'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL';
  db.exec('PRAGMA synchronous = NORMAL');
  db.exec(`${free}, approximate_receive_count = approximate_receive_count - 1
    WHERE receipt_handle IS NOT NULL AND approximate_receive_count > 0`);
  // The original also nulls the receive count, which the table does not allow.
  const freeOne = db.prepare(`${free} WHERE message_id = ?`);
  persistence.updateMessageReady = (messageId) => {
    freeOne.run(messageId);
  };
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  for (const store of Object.values(stores)) store.persistence = persistence;
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
  return persistence;
}

/** Queues that were kept have the URL of the port they were made on. */
function moveQueues(store: SqsStore, origin: string): void {
  for (const queue of [...store.allQueues()]) {
    store.queues.delete(queue.url);
    queue.url = `${origin}${new URL(queue.url).pathname}`;
    store.queues.set(queue.url, queue);
  }
}

function backlogOf(store: SqsStore): JsonObject {
  const backlog: Record<string, Json> = {};
  for (const queue of store.allQueues()) {
    const count = (name: string): number => Number(queue.getAttribute(name) ?? 0);
    backlog[queue.name] = {
      visible: count('ApproximateNumberOfMessages'),
      delayed: count('ApproximateNumberOfMessagesDelayed'),
      inFlight: count('ApproximateNumberOfMessagesNotVisible'),
    };
  }
  return backlog;
}

const isS3 = (request: { method: string; url: string }): boolean =>
  !(request.method === 'POST' && request.url === '/') && !request.url.startsWith('/_fauxqs');

interface Asked extends Omit<S3Request, 'body'> {
  readonly body?: unknown;
}

const asSent = ({ method, url, headers, body }: Asked): S3Request =>
  body instanceof Uint8Array ? { method, url, headers, body } : { method, url, headers };

/** The tag of an object; undefined where there is none. */
type EtagOf = (bucket: string, key: string) => string | undefined;

const etagsIn =
  (store: S3Store): EtagOf =>
  (bucket, key) => {
    try {
      return store.headObject(bucket, key).etag;
    } catch {
      return undefined;
    }
  };

function refuseStrangers(app: App, gate: EngineGate): void {
  app.addHook('onRequest', (request, reply, done) => {
    const message = refusalOfEngine(request.headers, gate.knows);
    if (message === undefined) {
      done();
      return;
    }
    const refusal = { status: 403, code: 'InvalidAccessKeyId', message };
    void (isS3(request)
      ? reply.code(403).type('application/xml').send(refusalXml(refusal))
      : reply
          .code(403)
          .send({ __type: 'com.amazon.coral.service#UnrecognizedClientException', message }));
  });
}

/** The SDK knows errors of SQS by the names of its older protocol, which stand in a header. */
function refuseWhatIsNotGranted(app: App, gate: EngineGate, etagOf: EtagOf): void {
  app.addHook('preHandler', (request, reply, done) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const message = gate.refusal(accessKeyIn(request.headers), (place) =>
      isS3(request)
        ? s3Needs(asSent(request), (bucket, key) => etagOf(bucket, key) !== undefined)
        : sqsNeeds(target.split('.')[1] ?? '', isJson(request.body) ? request.body : {}, place),
    );
    if (message === undefined) {
      done();
      return;
    }
    void (isS3(request)
      ? reply
          .code(403)
          .type('application/xml')
          .send(refusalXml({ status: 403, code: 'AccessDenied', message }))
      : reply
          .code(403)
          .header('x-amzn-query-error', 'AccessDenied;Sender')
          .send({ __type: 'com.amazon.coral.service#AccessDeniedException', message }));
  });
}

const isJson = (body: unknown): body is JsonObject => isObject(body as Json);

function refuseWhatS3Refuses(app: App, etagOf: EtagOf): void {
  app.addHook('preHandler', (request, reply, done) => {
    const refusal = isS3(request) ? s3Refusal(asSent(request), etagOf) : undefined;
    if (refusal === undefined) {
      done();
      return;
    }
    void reply.code(refusal.status).type('application/xml').send(refusalXml(refusal));
  });
}

/** Before the put is answered: whoever knows that it was put knows that the queue has it. */
function tellOfPuts(
  app: App,
  notifications: Notifications,
  send: (message: { readonly QueueUrl: string; readonly MessageBody: string }) => void,
): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    const isPut = reply.statusCode === 200 && isS3(request);
    for (const { queueUrl, body } of isPut ? notifications.of(asSent(request)) : []) {
      send({ QueueUrl: queueUrl, MessageBody: body });
    }
    done();
  });
}

function count(app: App, counter: ReturnType<typeof sqsCounter>): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (isS3(request)) counter.s3(request.method);
    done();
  });
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.startsWith('AmazonSQS.')) {
      counter.sqs(target.slice('AmazonSQS.'.length), request.body as Json, payload as Json);
    }
    done(null, payload);
  });
}
