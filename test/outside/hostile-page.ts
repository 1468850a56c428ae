import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalFarthing } from '../e2e/support/local-stack.ts';
import { printedBy } from './tool.ts';

/**
 * A page of another origin, in a real browser, asks everything of a running stack that it could ever be moved by.
 * Nothing may move, and the page may read nothing. The same page asks a server that answers anybody first: there each
 * must arrive.
 */

interface Ask {
  readonly name: string;
  readonly url: string;
  readonly by: 'fetch' | 'form' | 'image';
  readonly init?: {
    readonly method?: string;
    readonly mode?: 'no-cors';
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly text?: string;
}

/** Where the parts of a stack are, by their origins. */
interface Origins {
  readonly api: string;
  readonly dynamoDb: string;
  readonly sqs: string;
  readonly s3: string;
  readonly lambda: string;
}

const json = { 'content-type': 'application/json' };
const moved = JSON.stringify({ now: '2031-01-01T00:00:00Z' });
const newKey = JSON.stringify({ action: 'create', tenant: 'demo', scopes: ['admin'] });
const event = JSON.stringify({
  ...{ id: '1', source: 'urn:page', type: 'view', subject: 'page' },
  time: '2026-01-01T00:00:00Z',
});

function asksOf({ api, dynamoDb, sqs, s3, lambda }: Origins, keyFunction: string): readonly Ask[] {
  const keys = `${lambda}/2015-03-31/functions/${keyFunction}/invocations`;
  const post = (body: string, headers = json) => ({ method: 'POST', headers, body });
  const blind = (body: string) => ({ method: 'POST', mode: 'no-cors' as const, body });
  const amz = { 'content-type': 'application/x-amz-json-1.0' };
  return [
    { name: 'reads the clock', url: `${api}/v1/clock`, by: 'fetch' },
    { name: 'moves the clock', url: `${api}/v1/clock`, by: 'fetch', init: post(moved) },
    { name: 'moves the clock blindly', url: `${api}/v1/clock`, by: 'fetch', init: blind(moved) },
    { name: 'moves the clock by a form', url: `${api}/v1/clock`, by: 'form', text: moved },
    { name: 'sends an event', url: `${api}/v1/events`, by: 'fetch', init: post(event) },
    { name: 'sends an event blindly', url: `${api}/v1/events`, by: 'fetch', init: blind(event) },
    { name: 'shows the interface as an image', url: `${api}/openapi.json`, by: 'image' },
    { name: 'makes a key', url: keys, by: 'fetch', init: post(newKey) },
    { name: 'makes a key blindly', url: keys, by: 'fetch', init: blind(newKey) },
    { name: 'makes a key by a form', url: keys, by: 'form', text: newKey },
    {
      name: 'lists the tables',
      url: dynamoDb,
      by: 'fetch',
      init: post('{}', { ...amz, 'x-amz-target': 'DynamoDB_20120810.ListTables' } as typeof json),
    },
    { name: 'asks the tables blindly', url: dynamoDb, by: 'fetch', init: blind('{}') },
    { name: 'lists the queues', url: `${sqs}/?Action=ListQueues`, by: 'fetch' },
    { name: 'shows the queues as an image', url: `${sqs}/?Action=ListQueues`, by: 'image' },
    { name: 'lists the buckets', url: `${s3}/`, by: 'fetch' },
    { name: 'puts a bucket', url: `${s3}/page`, by: 'fetch', init: { method: 'PUT' } },
  ];
}

async function answersTo(asks: readonly Ask[]) {
  const printed = await printedBy('browser/ask-from-page.ts', JSON.stringify(asks));
  return JSON.parse(printed) as readonly {
    readonly origin: string;
    readonly name: string;
    readonly read: string | null;
  }[];
}

/** Asks that did not arrive at a server that takes everything: then that they move nothing would say nothing. */
async function notArrived(): Promise<readonly string[]> {
  const arrived = new Set<string>();
  const witness = createServer((request, answer) => {
    answer.setHeader('access-control-allow-origin', '*');
    answer.setHeader('access-control-allow-headers', 'content-type, x-amz-target');
    answer.setHeader('access-control-allow-methods', 'PUT');
    if (request.method !== 'OPTIONS') arrived.add(request.url ?? '');
    answer.end('{}');
  });
  await new Promise<void>((listening) => witness.listen(0, '127.0.0.1', listening));
  const { port } = witness.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const asks = asksOf(
    { api: origin, dynamoDb: origin, sqs: origin, s3: origin, lambda: origin },
    'keys',
  ).map((ask, index) => {
    const url = new URL(ask.url);
    url.searchParams.set('ask', String(index));
    return { ...ask, url: url.href };
  });
  await answersTo(asks);
  witness.close();
  return asks
    .filter(({ url }) => !arrived.has(new URL(url).pathname + new URL(url).search))
    .map(({ name }) => `did not go out: ${name}`);
}

const keyCount = async (farthing: LocalFarthing): Promise<number> =>
  (JSON.parse(await farthing.farthing('keys', 'list', '--json')) as { keys: unknown[] }).keys
    .length;

/** What a stack is moved by, or told, although a page of another origin asked. */
async function movedByPage(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    const { url: api, environment, issueKeysFunction } = farthing.stack;
    const engine = (service: string) => environment[`AWS_ENDPOINT_URL_${service}`] ?? '';
    const origins = {
      api,
      dynamoDb: engine('DYNAMODB'),
      sqs: engine('SQS'),
      s3: engine('S3'),
      lambda: engine('LAMBDA'),
    };
    const keysBefore = await keyCount(farthing);
    const answers = await answersTo(asksOf(origins, issueKeysFunction));
    const clock = await fetch(`${api}/v1/clock`);
    const { now } = (await clock.json()) as { readonly now: string };
    const letters = await farthing.farthing('dlq', 'list', '--json');
    const tables = await fetch(`${origins.s3}/page`, { method: 'HEAD' });
    return [
      ...answers
        .filter(({ read }) => read !== null)
        .map(({ origin, name, read }) => `a page of ${origin} ${name} and reads: ${read ?? ''}`),
      ...(now < '2031' ? [] : [`the clock was moved to ${now}`]),
      ...((await keyCount(farthing)) === keysBefore ? [] : ['a key was made']),
      ...(letters.includes('urn:page') ? ['an event came into a queue'] : []),
      ...(tables.status === 200 ? ['a bucket was made'] : []),
    ];
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

/** What went wrong; nothing where the page moved nothing. */
export async function hostilePage(): Promise<readonly string[]> {
  const unsent = await notArrived();
  return unsent.length > 0 ? unsent : movedByPage();
}
