import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredItem, listedMeter, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-catalog-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Creates what it has not, takes what it has, and refuses what has a `bad` member. */
function catalog() {
  const items = new Map<string, Readonly<Record<string, unknown>>>();
  const answerTo = ({ method, path, body }: SeenRequest): FakeAnswer => {
    if (method === 'GET') {
      const all = [...items.values()];
      return path === '/v1/meters'
        ? { status: 200, json: { meters: all.map(listedMeter) } }
        : { status: 200, json: { customers: all } };
    }
    if (body.includes('"bad"')) {
      return refused('request.unknown-field', 'remove "bad"');
    }
    const status = items.has(path) ? 200 : 201;
    const item = answeredItem(path, JSON.parse(body) as Readonly<Record<string, unknown>>);
    items.set(path, item);
    return { status, json: item };
  };
  return { items, answerTo };
}

async function run(
  answerTo: (request: SeenRequest) => FakeAnswer,
  args: readonly string[],
  stdin = '',
) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory, stdin });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}
async function applying(content: unknown, noun = 'meters', service = catalog()) {
  const isWritten = typeof content === 'string' || Buffer.isBuffer(content);
  const text = isWritten ? content : JSON.stringify(content);
  await writeFile(join(directory, 'file.json'), text);
  return run(service.answerTo, [noun, 'apply', 'file.json']);
}
const views = { key: 'views', eventType: 'view', aggregation: 'count' };

describe('farthing meters apply, and customers apply', () => {
  it('puts each item under its key', async () => {
    const { code, seen, printed } = await applying(
      [
        { key: 'a', name: 'A' },
        { key: 'a@b+c', name: 'B' },
      ],
      'customers',
    );

    expect(code).toBe(0);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /v1/customers/a',
      'PUT /v1/customers/a%40b%2Bc',
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ name: 'A' });
    expect(printed).toBe('2 customers: 2 created, 0 replaced, 0 failed\n');
  });

  it.each([
    ['an array', JSON.stringify([views])],
    ['one object', JSON.stringify(views, undefined, 2)],
    ['one object a line', `${JSON.stringify(views)}\n\n`],
    ['what begins with a byte order mark', `\ufeff${JSON.stringify([views])}`],
  ])('reads %s', async (_, text) => {
    expect((await applying(text)).printed).toContain('1 meter: 1 created');
  });

  it('says what was there already and goes on after one that fails', async () => {
    const service = catalog();
    await applying([{ key: 'a', name: 'A' }], 'customers', service);

    const items = [
      { key: 'b', bad: 1 },
      { key: 'a', name: 'A' },
      { key: 'c', name: 'C' },
    ];
    const { code, printed, warned } = await applying(items, 'customers', service);

    expect(code).toBe(1);
    expect(printed).toBe('3 customers: 1 created, 1 replaced, 1 failed\n');
    expect(warned).toMatch(/: b: remove "bad" [(]request[.]unknown-field, request r-1[)]\n$/);
    expect(service.items.size).toBe(2);
  });

  it('refuses a file in which a key comes twice, and puts nothing of it', async () => {
    const service = catalog();

    const { code, warned } = await applying(
      [views, { ...views, eventType: 'v' }],
      'meters',
      service,
    );

    expect(code).toBe(2);
    expect(warned).toContain('give each key once: views is that of items 1 and 2');
    expect(service.items.size).toBe(0);
  });

  it('answers programs item by item', async () => {
    const { answerTo } = catalog();

    const { printed } = await run(
      answerTo,
      ['customers', 'apply', '-', '--json'],
      '{"key":"a"}\n{"key":"b","bad":1}',
    );

    expect(JSON.parse(printed)).toEqual({
      created: 1,
      kept: 0,
      failed: 1,
      items: [
        { key: 'a', result: 'created' },
        {
          key: 'b',
          result: 'failed',
          problem: 'remove "bad" (request.unknown-field, request r-1)',
        },
      ],
    });
  });

  it('warns of what is likely no plan that anybody meant, and takes it', async () => {
    const detail = 'see whether view is to be billed twice';
    const answerTo = ({ path, body }: SeenRequest): FakeAnswer => {
      const item = answeredItem(path, JSON.parse(body) as Readonly<Record<string, unknown>>);
      const param = '/versions/0/charges/1';
      return {
        status: 201,
        json: { ...item, warnings: [{ detail, param }] },
      };
    };
    const charge = { meter: 'view', model: 'per_unit', unitPrice: '1' };
    const charges = [
      { key: 'a', ...charge },
      { key: 'b', ...charge },
    ];
    const versions = [{ effectiveFrom: '2026-01-01', currency: 'EUR', charges }];
    const plan = JSON.stringify({ key: 'double', versions });

    const people = await run(answerTo, ['plans', 'apply', '-'], plan);
    const { printed } = await run(answerTo, ['plans', 'apply', '-', '--json'], plan);

    expect(people).toMatchObject({
      code: 0,
      printed: '1 plan: 1 created, 0 replaced, 0 failed\n',
      warned: expect.stringContaining(`warning: double: ${detail}\n`),
    });
    expect(JSON.parse(printed)).toMatchObject({
      items: [{ key: 'double', result: 'created', warnings: [detail] }],
    });
  });

  it('stops when it is the key that is refused', async () => {
    await writeFile(
      join(directory, 'file.json'),
      JSON.stringify([views, { ...views, key: 'more' }]),
    );

    const { code, seen } = await run(
      () => ({ status: 403, json: { message: 'Forbidden' } }),
      ['meters', 'apply', 'file.json'],
    );

    expect(code).toBe(1);
    expect(seen).toHaveLength(1);
  });

  it.each([
    [
      '[{"name": "no key"}]',
      'each item is an object with a "key", got {"name":"no key"} as item 1',
    ],
    ['["text"]', 'got "text" as item 1'],
    ['{"key": "a"}\n{"key"', 'neither a JSON document nor, on line 2, a line of JSON: Expected'],
    [
      '[\n  {"key": "a"}\n  {"key": "b"}\n]',
      "is not JSON: Expected ',' or ']' after array element",
    ],
    ['[\n  {"key": "a",}\n]', '(line 2 column 15)'],
    [
      '[\n  {"key": "a"},\n]\n',
      `is not JSON: Unexpected token ']', "[ {"key": "a"}, ] " is not valid JSON`,
    ],
    ['', 'is not JSON: Unexpected end of JSON input'],
    [Buffer.from('[{"key": "a", "name": "Caf\u00e9"}]', 'latin1'), 'save file.json as UTF-8'],
  ])('is called wrongly with %s', async (text, message) => {
    const { code, warned, seen } = await applying(text);

    expect(code).toBe(2);
    expect(warned).toContain(message);
    expect(seen).toEqual([]);
  });
});

describe('farthing meters list, and customers list', () => {
  it('shows a table', async () => {
    const service = catalog();
    await applying(
      [views, { ...views, key: 'bytes', aggregation: 'sum', value: 'n', dimensions: ['a', 'b'] }],
      'meters',
      service,
    );

    const { printed } = await run(service.answerTo, ['meters', 'list']);

    expect(printed).toBe(
      [
        'key    event type  adds up   dimensions',
        '─────  ──────────  ────────  ──────────',
        'views  view        count',
        'bytes  view        sum of n  a b',
        '',
      ].join('\n'),
    );
  });

  it('says when there are none', async () => {
    expect((await run(catalog().answerTo, ['customers', 'list'])).printed).toBe('no customers\n');
  });

  it('shows the first subjects of a customer that has many', async () => {
    const service = catalog();
    await applying(
      [{ key: 'a', name: 'A', subjects: ['1', '2', '3', '4', '5'] }],
      'customers',
      service,
    );

    const { printed } = await run(service.answerTo, ['customers', 'list']);

    expect(printed).toContain('1 2 3 … 2 more');
  });
});

describe('farthing customers get', () => {
  it('shows every member', async () => {
    const address = { lines: ['1 High St'], country: 'GB' };
    const customer = answeredItem('/v1/customers/a%40b', { subjects: ['s', 't'], address });

    const { printed, seen } = await run(
      () => ({ status: 200, json: customer }),
      ['customers', 'get', 'a@b'],
    );

    expect(seen[0]?.path).toBe('/v1/customers/a%40b');
    expect(printed).toBe(
      [
        'key: a@b',
        'name: a@b',
        'subjects:',
        '  - s',
        '  - t',
        'timezone: UTC',
        'metadata: none',
        'revision: 1',
        'address:',
        '  lines:',
        '    - 1 High St',
        '  country: GB',
        '',
      ].join('\n'),
    );
  });
});
