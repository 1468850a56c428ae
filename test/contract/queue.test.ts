import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import type { Queue } from '../../core/kernel/queue.ts';
import { sqsClient } from '../../functions/adapters/clients.ts';
import { byTenant } from '../../functions/adapters/message-groups.ts';
import { sqsQueue } from '../../functions/adapters/sqs-queue.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { type SqsEngine, startSqs } from './engines.ts';
import { type FallibleSqs, type Fate, startFallibleSqs } from './fallible-sqs.ts';

let sqs: SqsEngine;
beforeAll(async () => {
  sqs = await startSqs();
});
afterAll(() => sqs.stop());

/** All that is in the queue now, taken out. */
async function received(queueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages: messages = [] } = await sqs.client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (messages.length === 0) return bodies;
    bodies.push(...messages.map(({ Body = '' }) => Body));
    const Entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }));
    await sqs.client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

interface Subject {
  readonly queue: Queue;
  readonly received: () => Promise<readonly string[]>;
}
const engines: readonly [string, () => Promise<Subject>][] = [
  [
    'in memory',
    async () => {
      const queue = inMemoryQueue();
      return { queue, received: async () => queue.bodies };
    },
  ],
  [
    'SQS',
    async () => {
      const queueUrl = await sqs.createQueue();
      return { queue: sqsQueue(sqs.client, { queueUrl }), received: () => received(queueUrl) };
    },
  ],
];

describe('a queue whose messages say their tenant', () => {
  it('hands out each, whatever the tenant is called, beside those that say none', async () => {
    const queueUrl = await sqs.createQueue();
    const bodies = ['acme', 'a b', 'ü'.repeat(200)].map((tenant) => JSON.stringify({ tenant }));

    await sqsQueue(sqs.client, { queueUrl }).send(['{"kind":"sweep"}']);
    expect(await sqsQueue(sqs.client, { queueUrl, groupOf: byTenant }).send(bodies)).toBe('sent');

    expect((await received(queueUrl)).toSorted()).toEqual(
      [...bodies, '{"kind":"sweep"}'].toSorted(),
    );
  });
});

describe.each(engines)('a queue %s', (_name, make) => {
  const sorted = (bodies: readonly string[]): string[] => [...bodies].sort();

  it('has nothing to do for nothing', async () => {
    const subject = await make();

    expect(await subject.queue.send([])).toBe('sent');
    expect(await subject.received()).toEqual([]);
  });

  it('takes more messages than fit one call, also equal ones', async () => {
    const subject = await make();
    const bodies = Array.from({ length: 101 }, (_, index) => `body ${index >> 1}`);

    expect(await subject.queue.send(bodies)).toBe('sent');
    expect(sorted(await subject.received())).toEqual(sorted(bodies));
  });

  it('takes more bytes than fit one call', async () => {
    const subject = await make();
    const bodies = Array.from({ length: 9 }, (_, index) => String(index).repeat(256 * 1024));

    expect(await subject.queue.send(bodies)).toBe('sent');
    expect(sorted(await subject.received())).toEqual(bodies);
  });

  it('keeps every character', async () => {
    const subject = await make();
    const body = '1-"a#| é\\"\nAB+/==';

    expect(await subject.queue.send([body])).toBe('sent');
    expect(await subject.received()).toEqual([body]);
  });

  it.each([
    ['past U+FFFF', '😀 and 𠮷'],
    ['that are no characters', 'a\uFFFE\uFFFF'],
    ['that are halves of one', '\uD83D'],
  ])('takes a JSON text with characters %s', async (_, text) => {
    const subject = await make();

    expect(await subject.queue.send([JSON.stringify({ customers: [`subject:${text}`] })])).toBe(
      'sent',
    );
    const [body = ''] = await subject.received();
    expect(JSON.parse(body)).toEqual({ customers: [`subject:${text}`] });
  });
});

describe('an SQS queue', () => {
  let fallible: FallibleSqs | undefined;
  const clients: SQSClient[] = [];
  const clientOf = (config: { readonly region: string; readonly endpoint?: string }): SQSClient => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = sqsClient({ ...config, credentials });
    clients.push(client);
    return client;
  };
  let logged: ReturnType<typeof jest.spyOn>;
  beforeEach(() => {
    logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(async () => {
    logged.mockRestore();
    for (const client of clients.splice(0)) client.destroy();
    await fallible?.stop();
  });

  async function behind(fateOf: (call: number) => Fate, timeoutMs = 8_000) {
    const queueUrl = await sqs.createQueue();
    const before = await startFallibleSqs(sqs.origin, fateOf);
    fallible = before;
    const client = clientOf({ region: 'us-east-1', endpoint: before.origin });
    return {
      queue: sqsQueue(client, { queueUrl, timeoutMs }),
      received: async () => (await received(queueUrl)).sort(),
      calls: () => before.calls(),
    };
  }
  const bodies = Array.from({ length: 10 }, (_, index) => String(index));

  it.each([false, true])(
    'sends again what SQS refused, and only that (in silence: %s)',
    async (inSilence) => {
      const which: Extract<Fate, { kind: 'refuse' }>['which'] = ({ Id }) => Number(Id) % 3 === 0;
      const subject = await behind((call) =>
        call <= 2 ? { kind: 'refuse', which, inSilence } : { kind: 'pass' },
      );

      expect(await subject.queue.send(bodies)).toBe('sent');
      expect(await subject.received()).toEqual(bodies);
      expect(subject.calls()).toBe(3);
    },
  );

  it('gives up after a bounded number of times, and says that it is unavailable', async () => {
    const subject = await behind(() => ({ kind: 'refuse', which: (_, place) => place === 0 }));

    expect(await subject.queue.send(bodies.slice(0, 9))).toBe('unavailable');
    expect(subject.calls()).toBeLessThanOrEqual(5);
    expect(JSON.stringify(logged.mock.calls)).toContain('the queue did not take every message');
  });

  it('is unavailable when one batch of several is not taken', async () => {
    const subject = await behind(() => ({ kind: 'refuse', which: ({ Id }) => Id === '9' }));

    expect(await subject.queue.send([...bodies, ...bodies, 'last'])).toBe('unavailable');
  });

  it('sends again after an answer that was lost, and may then have sent twice', async () => {
    const subject = await behind((call) =>
      call === 1 ? { kind: 'lose-answer' } : { kind: 'pass' },
    );

    expect(await subject.queue.send(['a'])).toBe('sent');
    expect(await subject.received()).toEqual(['a', 'a']);
  });

  it('is unavailable, within its time, while SQS answers nothing but errors', async () => {
    const subject = await behind(
      () => ({ kind: 'status', status: 503, type: 'com.amazonaws.sqs#ServiceUnavailable' }),
      1_000,
    );
    const started = performance.now();

    expect(await subject.queue.send(bodies)).toBe('unavailable');
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('is unavailable, within its time, while SQS does not answer at all', async () => {
    const subject = await behind(() => ({ kind: 'hang' }), 300);
    const started = performance.now();

    expect(await subject.queue.send(bodies)).toBe('unavailable');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('is unavailable while nothing listens there', async () => {
    const subject = await behind(() => ({ kind: 'pass' }), 500);
    await fallible?.stop();

    expect(await subject.queue.send(bodies)).toBe('unavailable');
  });

  it('throws for a message that SQS will never take, rather than have it sent for ever', async () => {
    const subject = await behind(() => ({
      kind: 'refuse',
      which: ({ Id }) => Id === '4',
      senderFault: true,
      code: 'InvalidMessageContents',
    }));

    await expect(subject.queue.send(bodies)).rejects.toThrow('SQS never takes a message');
    expect(subject.calls()).toBe(1);
    expect(JSON.stringify(logged.mock.calls)).toContain('InvalidMessageContents');
  });

  it('says of each message what became of it, whatever became of the others', async () => {
    const subject = await behind((call) => ({
      kind: 'refuse',
      which: ({ Id }) => Id === (call === 1 ? '4' : '0'),
      senderFault: call === 1,
    }));

    const outcomes = await subject.queue.sendEach(bodies.slice(0, 5));
    const after = await subject.queue.sendEach(bodies.slice(5, 8));

    expect(outcomes).toEqual(['sent', 'sent', 'sent', 'sent', 'refused']);
    expect(after).toEqual(['unavailable', 'sent', 'sent']);
  });

  it('is done with each message within its time, however long the pauses between tries would be', async () => {
    const subject = await behind(() => ({ kind: 'refuse', which: () => true }), 100);
    const started = performance.now();

    expect(await subject.queue.sendEach(['a', 'b'])).toEqual(['unavailable', 'unavailable']);
    expect(performance.now() - started).toBeLessThan(700);
  });

  it('throws when it may not send', async () => {
    const subject = await behind(() => ({
      kind: 'status',
      status: 403,
      type: 'AccessDeniedException',
    }));

    await expect(subject.queue.send(bodies)).rejects.toThrow('planned');
  });

  it('throws when it is not there', async () => {
    const queueUrl = `${sqs.origin}/000000000000/no-such-queue`;

    await expect(sqsQueue(sqs.client, { queueUrl }).send(bodies)).rejects.toThrow();
  });

  it('holds messages back for its delay', async () => {
    const queueUrl = await sqs.createQueue();

    expect(await sqsQueue(sqs.client, { queueUrl, delaySeconds: 900 }).send(bodies)).toBe('sent');

    const { Attributes: attributes } = await sqs.client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
    );
    expect(attributes).toMatchObject({ ApproximateNumberOfMessagesDelayed: '10' });
    expect(await received(queueUrl)).toEqual([]);
  });

  it('sends to the host of its URL, whatever the region', async () => {
    const queueUrl = await sqs.createQueue();
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const client = clientOf({ region: 'eu-central-1' });

    expect(await sqsQueue(client, { queueUrl }).send(['a'])).toBe('sent');
    expect(await received(queueUrl)).toEqual(['a']);
    warned.mockRestore();
  });
});
