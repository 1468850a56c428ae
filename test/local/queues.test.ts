import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureOf } from '../../local/engines/aws-json.ts';
import {
  type FunctionFailure,
  type FunctionWait,
  type Runtime,
  startRuntime,
} from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';
import { callerIn, type Outside, outsideOf, until } from './support.ts';

let runtime: Runtime;
let outside: Outside;
const log: string[] = [];
const failures: FunctionFailure[] = [];
beforeAll(async () => {
  runtime = await startRuntime({
    cloudAssembly: synthesizedFixture(),
    onLog: (line) => log.push(line),
    onFailure: (failure) => failures.push(failure),
    countCalls: true,
  });
  outside = outsideOf(runtime);
}, 60_000);
afterAll(async () => {
  await runtime.close();
});
beforeEach(() => {
  log.length = 0;
  failures.length = 0;
});

/** Receive counts under which a message's body was processed. */
const receivesOf = async (key: string): Promise<readonly string[]> =>
  (await outside.kept(key)).map(({ sk }) => sk?.split('-')[0] ?? '').sort();

describe('an event source mapping', () => {
  it('hands messages over as SQS records', async () => {
    await outside.call('sqs', 'SendMessage', {
      QueueUrl: runtime.outputs['WorkUrl'],
      MessageBody: '{"key":"shape"}',
      MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } },
    });
    await runtime.idle();

    const [item] = await outside.kept('shape');

    expect(JSON.parse(item?.['record'] ?? '')).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: '{"key":"shape"}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        colour: {
          stringValue: 'red',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'String',
        },
      },
      md5OfMessageAttributes: expect.any(String),
      md5OfBody: expect.any(String),
      eventSource: 'aws:sqs',
      eventSourceARN: expect.stringMatching(/^arn:aws:sqs:us-east-1:\d{12}:Fixture-Work/),
      awsRegion: 'us-east-1',
    });
  });

  it('tries again only the messages that the function names, then parks them', async () => {
    const before = await runtime.deadLetters();
    await outside.send('WorkUrl', [{ key: 'good' }, { key: 'bad', fail: true }]);
    await runtime.idle();

    const deadLetters = await runtime.deadLetters();
    const parked = await outside.receive('WorkParkedUrl');

    expect(deadLetters - before).toBe(parked.length);
    expect(await receivesOf('good')).toEqual(['1']);
    expect(await receivesOf('bad')).toEqual(['1', '2']);
    expect(parked.map(({ Body }) => JSON.parse(Body) as unknown)).toEqual([
      { key: 'bad', fail: true },
    ]);
  });

  it('is tried again within seconds, however long its visibility timeout, and tells who waits why', async () => {
    const waits: FunctionWait[] = [];
    await outside.send('PatientUrl', [{ key: 'late', late: true }]);

    await runtime.idle({ delayed: true, onWait: (all) => waits.push(...all) });

    const failure = {
      path: 'ConsumePatient',
      reason: 'TimeoutError: the put took more than 5000 ms',
      messages: 1,
      retrySeconds: 1,
    };
    expect(await receivesOf('late')).toEqual(['1', '2']);
    expect(failures).toEqual([failure]);
    expect(waits).toContainEqual(
      expect.objectContaining({
        path: 'ConsumePatient',
        retried: 1,
        next: { seconds: expect.any(Number), reason: failure.reason },
      }),
    );
  });

  it('takes a thrown error for a failure of all messages', async () => {
    await outside.send('WorkUrl', [{ key: 'thrown', throw: true }]);
    await runtime.idle();

    expect(log.join()).toContain('Consume failed on 1 messages');
    expect(failures).toEqual([
      expect.objectContaining({ reason: 'Error: thrown on purpose', retrySeconds: 1 }),
      { path: 'Consume', reason: 'Error: thrown on purpose', messages: 1 },
    ]);
    expect(await outside.kept('thrown')).toEqual([]);
    expect(await outside.receive('WorkParkedUrl')).toHaveLength(1);
  });

  it('takes a malformed answer for a failure of all messages', async () => {
    await outside.send('WorkUrl', [
      { key: 'malformed', answer: { batchItemFailures: [{ itemIdentifier: 'nobody' }] } },
    ]);
    await runtime.idle();

    expect(await receivesOf('malformed')).toEqual(['1', '2']);
    expect(log.join()).toContain('answered 1 messages wrongly');
    expect(await outside.receive('WorkParkedUrl')).toHaveLength(1);
  });

  it('takes no answer for success', async () => {
    await outside.send('WorkUrl', [{ key: 'unanswered', answer: null }]);
    await runtime.idle();

    expect(await receivesOf('unanswered')).toEqual(['1']);
  });

  it('gathers messages for its window into few batches', async () => {
    await outside.send(
      'WindowedUrl',
      Array.from({ length: 1_234 }, (_, n) => ({ n })),
    );
    await runtime.idle();

    const sizes = (await outside.kept('Collect')).map(({ size }) => Number(size));

    expect(sizes.reduce((a, b) => a + b, 0)).toBe(1_234);
    // Without a window a batch has ten at most: 124 of them. A busy machine sends for longer than one window.
    expect(sizes.length).toBeLessThan(20);
  });

  it('closes a batch before its event is over 6 MB', async () => {
    const big = 'x'.repeat(250_000);
    for (let n = 0; n < 30; n++) await outside.send('WindowedUrl', [{ big, n }]);
    await runtime.idle();

    const sizes = (await outside.kept('Collect')).map(({ size }) => Number(size));

    expect(sizes.reduce((a, b) => a + b, 0)).toBe(1_234 + 30);
    expect(log).toEqual([]);
  });

  it('waits for delayed messages when it is asked to be idle', async () => {
    await outside.send('WorkUrl', [{ key: 'delayed' }], 1);

    await runtime.idle();

    expect(await outside.kept('delayed')).toHaveLength(1);
  });

  it('runs as many batches at a time as the function has workers', async () => {
    await outside.send(
      'SlowUrl',
      Array.from({ length: 4 }, (_, n) => ({ key: 'slow', n, milliseconds: 300 })),
    );
    await runtime.idle();

    const times = (await outside.kept('slow')).map(({ from, to }) => [Number(from), Number(to)]);
    const together = times.map(
      ([at = 0]) => times.filter(([from = 0, to = 0]) => from <= at && at < to).length,
    );

    expect(times).toHaveLength(4);
    expect(Math.max(...together)).toBe(2);
  });

  it('hands thousands of messages over once each, in few batches', async () => {
    const before = await outside.kept('Collect');
    const sum = (batches: typeof before) =>
      batches.reduce((total, { size }) => total + Number(size), 0);
    await outside.send(
      'WindowedUrl',
      Array.from({ length: 5_000 }, (_, n) => ({ n })),
    );
    await until(async () => sum(await outside.kept('Collect')) >= sum(before) + 5_000);
    await runtime.idle();

    const after = await outside.kept('Collect');
    expect(sum(after)).toBe(sum(before) + 5_000);
    expect(after.length - before.length).toBeLessThan(50);
  });
});

describe('counted calls', () => {
  it('are in the units that AWS charges for', async () => {
    await runtime.idle();
    await runtime.resetCalls();
    const put = (item: object, condition: object = {}): Promise<unknown> =>
      outside
        .call('dynamoDb', 'PutItem', {
          TableName: runtime.outputs['TableName'],
          Item: item,
          ...condition,
        })
        .catch((error: unknown) => String(error));
    const key = { pk: { S: 'counted' }, sk: { S: 'a' } };
    const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };

    await put({ ...key, text: { S: 'ä'.repeat(600) } }, isNew);
    const refused = await put({ ...key, text: { S: 'b' } }, isNew);
    await put({ ...key, sk: { S: 'b' }, kind: { S: 'indexed' } });
    await outside.kept('counted');
    await outside.kept('nothing there');
    await outside.call('sqs', 'SendMessage', {
      QueueUrl: runtime.outputs['RemindersUrl'],
      MessageBody: 'x'.repeat(65_537),
    });
    await runtime.invoke('Probe', { do: 'count' });
    await fetch(`${runtime.url}/open`);
    const calls = await runtime.calls();

    expect(refused).toContain('ConditionalCheckFailed');
    // 1,2 KB are 2 units, also when the condition fails; the indexed item is written twice.
    expect(calls.dynamodb['Kept']).toEqual({
      operations: { PutItem: 3, Query: 2 },
      writeUnits: 2 + 2 + 2,
      readUnits: 1 + 1,
      conditionsFailed: 1,
    });
    expect(calls.sqs['Reminders']).toEqual({ SendMessage: { requests: 1, units: 2 } });
    expect(calls.lambda['Probe']).toMatchObject({ invocations: 1, errors: 0, memoryMb: 128 });
    expect(calls.httpApi).toEqual({ requests: 1, units: 1, byRoute: { 'ANY /open': 1 } });
  });

  it('are not in the answers that callers get', async () => {
    const answer = await outside.call('dynamoDb', 'PutItem', {
      TableName: runtime.outputs['TableName'],
      Item: { pk: { S: 'bare' }, sk: { S: 'a' } },
    });

    expect(answer).toEqual({});
  });
});

describe('a bucket', () => {
  const object = (init: RequestInit, query = ''): Promise<Response> => {
    const { environment, outputs } = runtime;
    const headers = new Headers(init.headers);
    headers.set('authorization', signatureOf(callerIn(environment)));
    const place = `${environment['AWS_ENDPOINT_URL_S3'] ?? ''}/${outputs['BucketName'] ?? ''}`;
    return fetch(`${place}/a%20b${query}`, { ...init, headers });
  };

  it('keeps the first of two puts that must be the first', async () => {
    const put = (body: string): Promise<Response> =>
      object({ method: 'PUT', body, headers: { 'if-none-match': '*' } });

    const statuses = [(await put('first')).status, (await put('second')).status];

    expect(statuses).toEqual([200, 412]);
    expect(await (await object({ method: 'GET' })).text()).toBe('first');
  });

  it('puts over what it was told to expect, and nothing else', async () => {
    const etag = (await object({ method: 'HEAD' })).headers.get('etag') ?? '';

    const statuses = [
      (await object({ method: 'PUT', body: 'x', headers: { 'if-match': '"0"' } })).status,
      (await object({ method: 'PUT', body: 'third', headers: { 'if-match': etag } })).status,
    ];

    expect(statuses).toEqual([412, 200]);
  });

  it.each([['?tagging'], ['?acl'], ['?versionId=1']])(
    'refuses %s instead of taking it for the object',
    async (query) => {
      const response = await object({ method: 'PUT', body: '<Tagging/>' }, query);

      expect(response.status).toBe(501);
      expect(await (await object({ method: 'GET' })).text()).toBe('third');
    },
  );
});
