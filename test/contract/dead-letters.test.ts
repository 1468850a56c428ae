import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import type { DeadLetter, DeadLetterQueue } from '../../cli/dlq/dead-letters.ts';
import { type SqsDeadLetters, sqsDeadLetters } from '../../cli/dlq/sqs-dead-letters.ts';
import { Failure } from '../../cli/failure.ts';
import { touchedHourBody } from '../../core/metering/totals/touched.ts';
import { fakeShell } from '../cli/support/fake-shell.ts';
import { memoryDeadLetters } from '../fakes/dead-letters.ts';
import { type SqsEngine, startSqs } from './engines.ts';

let sqs: SqsEngine;
let stacks = 0;
const open: SqsDeadLetters[] = [];
beforeAll(async () => {
  sqs = await startSqs();
});
afterEach(() => {
  for (const one of open.splice(0)) one[Symbol.dispose]();
});
afterAll(async () => {
  await sqs.stop();
});

const bodies = Array.from({ length: 12 }, (_, n) => `body ${n}`);

/** A queue of a stack by itself, named as CloudFormation does, with its dead letters. */
async function stackOf(id: string, name?: string) {
  stacks += 1;
  const stack = name ?? `Stack${stacks}`;
  const make = async (end: string, attributes: Readonly<Record<string, string>>) => {
    const { QueueUrl = '' } = await sqs.client.send(
      new CreateQueueCommand({ QueueName: `${stack}-${end}`, Attributes: attributes }),
    );
    return new URL(new URL(QueueUrl).pathname, sqs.origin).href;
  };
  const letters = await make(`${id}DeadLetters0A1B-x7`, { MessageRetentionPeriod: '1209600' });
  const { Attributes = {} } = await sqs.client.send(
    new GetQueueAttributesCommand({ QueueUrl: letters, AttributeNames: ['QueueArn'] }),
  );
  const policy = { deadLetterTargetArn: Attributes.QueueArn, maxReceiveCount: 2 };
  const source = await make(`${id}Queue0A1B-x7`, { RedrivePolicy: JSON.stringify(policy) });
  const environment = { AWS_ENDPOINT_URL_SQS: sqs.origin };
  return { stack, letters, source, environment };
}

const send = (url: string, body: string) =>
  sqs.client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));

async function receivedFrom(url: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.client.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return found.toSorted();
    found.push(...Messages.map(({ Body = '' }) => Body));
  }
}

async function onSqs() {
  const { stack, letters, source, environment } = await stackOf('IngestionEvents');
  for (const body of bodies) await send(letters, body);
  const found = await sqsDeadLetters({ stack, environment });
  open.push(found);
  const [queue] = found.queues;
  if (queue === undefined) throw new Error('the stack has a queue');
  return { queue, sentBack: () => receivedFrom(source) };
}

function inMemory() {
  const letters = bodies.map(
    (body, n): DeadLetter => ({
      queue: 'Events',
      id: `id-${n}`,
      body,
      queuedAt: 1_790_000_000_000 + n,
      triedAt: undefined,
      receives: 0,
      keptUntil: 1_790_000_000_000 + n + 1_209_600_000,
      receipt: `receipt-${n}`,
    }),
  );
  const { queue, source } = memoryDeadLetters('Events', letters);
  return Promise.resolve({ queue, sentBack: () => Promise.resolve(source.toSorted()) });
}

const engines: readonly [
  string,
  () => Promise<{
    readonly queue: DeadLetterQueue;
    readonly sentBack: () => Promise<readonly string[]>;
  }>,
][] = [
  ['on SQS', onSqs],
  ['in memory', inMemory],
];

describe.each(engines)('dead letters %s', (_name, make) => {
  it('are received ten at a time, hidden from others until they are given back', async () => {
    const { queue } = await make();

    const [first, second, third] = [
      await queue.receive(60),
      await queue.receive(60),
      await queue.receive(60),
    ];
    const counted = await queue.count();
    await queue.giveBack([...first, ...second]);
    const again = [...(await queue.receive(60)), ...(await queue.receive(60))];

    expect([first.length, second.length, third.length]).toEqual([10, 2, 0]);
    expect(counted).toBe(12);
    expect(again.map(({ body }) => body).toSorted()).toEqual(bodies.toSorted());
    expect(again.map(({ receives }) => receives)).toEqual(again.map(() => 2));
  });

  it('say when they were queued, and until when they are kept', async () => {
    const { queue } = await make();

    const [letter] = await queue.receive(60);

    expect(letter).toMatchObject({ queue: 'Events', id: expect.stringMatching(/./) });
    expect(letter?.keptUntil).toBe((letter?.queuedAt ?? 0) + 14 * 86_400_000);
    expect(letter?.queuedAt).toBeGreaterThan(1_780_000_000_000);
  });

  it('go back to their queue one by one, under another id', async () => {
    const { queue, sentBack } = await make();
    const [first, second] = await queue.receive(60);
    if (first === undefined || second === undefined) throw new Error('there are twelve');

    const ids = [await queue.redrive(first), await queue.redrive(second)];

    expect(new Set([...ids, first.id, second.id]).size).toBe(4);
    expect(await sentBack()).toEqual([first.body, second.body].toSorted());
    expect(await queue.count()).toBe(10);
  });
});

describe('the dead letters of a stack', () => {
  it('are found by where its queues send them, whatever else there is', async () => {
    const { stack, environment } = await stackOf('BillingDocumentsAnnounced');
    await sqs.client.send(new CreateQueueCommand({ QueueName: `${stack}-Others` }));

    const found = await sqsDeadLetters({ stack, environment });
    open.push(found);

    expect(found.queues.map(({ name }) => name)).toEqual(['Announced']);
  });

  it('are of one stack, and not of another whose name begins with its name', async () => {
    const { stack, letters, environment } = await stackOf('IngestionEvents');
    const another = await stackOf('IngestionEvents', `${stack}-Test`);
    await send(letters, 'own');
    await send(another.letters, 'of another');

    const found = await sqsDeadLetters({ stack, environment });
    open.push(found);

    const all = await Promise.all(found.queues.map((queue) => queue.receive(60)));
    expect(all.map((ones) => ones.map(({ body }) => body))).toEqual([['own']]);
  });

  it('are not looked for in vain without a word', async () => {
    const environment = { AWS_ENDPOINT_URL_SQS: sqs.origin };
    const nowhere = { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' };

    await expect(sqsDeadLetters({ stack: 'Nobody', environment })).rejects.toThrow(
      new Failure(
        'there are no queues of a stack named Nobody: name it by --stack, as `cdk deploy` does',
      ),
    );
    await expect(sqsDeadLetters({ stack: 'Nobody', environment: nowhere })).rejects.toThrow(
      /^cannot look at the queues of Nobody: .* Is the local stack running\?/,
    );
  });
});

describe('farthing dlq, on SQS', () => {
  it('lists what a queue has set aside, shows it, and sends it back', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'farthing-dlq-'));
    const { letters, source } = await localStack(directory);
    const coverage = new Map([[29_700_000, 1]]);
    const body = touchedHourBody({ tenant: 'acme', shard: 0, hour: 495_000, coverage });
    await send(source, body);
    for (let tries = 0; tries < 3; tries += 1) {
      await sqs.client.send(new ReceiveMessageCommand({ QueueUrl: source, VisibilityTimeout: 0 }));
    }
    const run = async (...args: readonly string[]) => {
      const { shell, printed, warned } = fakeShell({ workingDirectory: directory });
      const code = await runFarthing([...args, '--data', '.'], shell);
      return { code, printed: printed(), warned: warned() };
    };

    const listed = await run('dlq', 'list', '--json');
    const table = await run('dlq', 'list');
    const { letters: found } = JSON.parse(listed.printed) as { letters: { id: string }[] };
    const shown = await run('dlq', 'show', found[0]?.id.slice(0, 8) ?? '');
    const missed = await run('dlq', 'redrive', 'nobody', 'nobody');
    const hidden = await whileHidden(letters, () => run('dlq', 'list'));
    const redriven = await run('dlq', 'redrive', '--all');
    const none = await run('dlq', 'list');

    expect(found).toMatchObject([{ queue: 'Touched', tenant: 'acme' }]);
    expect(table.printed).toContain('totals of 2026-06-21T00:00 UTC, shard 0');
    expect(shown.printed).toContain('tenant: acme\n');
    expect([missed.code, missed.warned]).toEqual([1, 'not found: 1 of 1 id\n']);
    expect(hidden.printed).toBe(
      'Touched: 0 of about 1 are shown, the others are being looked at just now: ask again in five minutes\n',
    );
    expect([redriven.code, redriven.printed]).toEqual([0, '1 message back on Touched\n']);
    expect(none.printed).toBe('no dead letters\n');
    expect(await receivedFrom(source)).toEqual([body]);
    expect(await receivedFrom(letters)).toEqual([]);
    await rm(directory, { recursive: true });
  });
});

/** Does something while somebody else looks at the letters of a queue. */
async function whileHidden<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const { Messages = [] } = await sqs.client.send(
    new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 60 }),
  );
  const result = await work();
  for (const { ReceiptHandle } of Messages) {
    await sqs.client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  }
  return result;
}

async function localStack(directory: string) {
  const made = await stackOf('AggregationTouched', 'Farthing');
  const { environment } = made;
  const local = { url: sqs.origin, apiKey: 'k', tenant: 'demo', environment };
  await writeFile(join(directory, 'local.json'), JSON.stringify(local));
  return made;
}
