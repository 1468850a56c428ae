import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Fetch, type FetchRequest, platformFetch } from '../../sdk/src/fetch.ts';
import { createSender } from '../../sdk/src/index.ts';
import { anEvent } from '../support/an-ingest.ts';
import { aSender, aView, several } from './support/a-sender.ts';
import { type Fault, ingesting } from './support/ingesting.ts';
import { served } from './support/served.ts';

interface Reached {
  readonly fetch: Fetch;
  readonly url: string;
}

/** With what a sender asks: in tests, and in earnest. */
const ways: Readonly<
  Record<string, (service: Fetch, run: (reached: Reached) => Promise<void>) => Promise<void>>
> = {
  'of the tests': (service, run) => run({ fetch: service, url: 'https://farthing.example' }),
  'of the platform': async (service, run) => {
    await using server = await served(service);
    await run({ fetch: platformFetch, url: server.url });
  },
};

const posting = (
  body: string | ArrayBuffer,
  headers: Record<string, string> = {},
): FetchRequest => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
  signal: new AbortController().signal,
  redirect: 'manual',
});

describe.each(Object.entries(ways))('the fetch %s', (_, way) => {
  const asked = (
    fault: Fault,
    run: (reached: Reached, service: ReturnType<typeof ingesting>) => Promise<void>,
  ): Promise<void> => {
    const service = ingesting(() => fault);
    return way(service.fetch, (reached) => run(reached, service));
  };

  it('hands over what is sent, and what is answered', () =>
    asked('none', async ({ fetch, url }, { events }) => {
      const answer = await fetch(`${url}/v1/events`, posting(JSON.stringify([anEvent()])));

      expect(answer.status).toBe(202);
      expect(JSON.parse(await answer.text())).toEqual({ accepted: 1, rejected: [] });
      expect(events()).toMatchObject([{ id: 'a-1' }]);
    }));

  it('hands over bytes', () =>
    asked('none', async ({ fetch, url }, { events }) => {
      const bytes = new Uint8Array(gzipSync(JSON.stringify([anEvent()]))).buffer;
      const request = posting(bytes, { 'content-encoding': 'gzip' });

      expect((await fetch(`${url}/v1/events`, request)).status).toBe(202);
      expect(events()).toHaveLength(1);
    }));

  it('answers a refusal', () =>
    asked('none', async ({ fetch, url }) => {
      const answer = await fetch(`${url}/v1/events`, posting('[{}, {}]'));

      expect(answer.status).toBe(400);
      expect(JSON.parse(await answer.text())).toMatchObject({ code: 'request.all-rejected' });
    }));

  it('answers headers', () =>
    asked({ status: 503, headers: { 'retry-after': '7' } }, async ({ fetch, url }) => {
      const { status, headers } = await fetch(`${url}/v1/events`, posting('[]'));

      expect([status, headers.get('retry-after'), headers.get('nothing')]).toEqual([
        503,
        '7',
        null,
      ]);
    }));

  it('goes nowhere else', () =>
    asked({ status: 302, headers: { location: '/elsewhere' } }, async ({ fetch, url }, service) => {
      expect((await fetch(`${url}/v1/events`, posting('[]'))).status).toBe(302);
      expect(service.asked).toHaveLength(1);
    }));

  it.each(['lost', 'answer-lost'] as const)('rejects where the connection is %s', (fault) =>
    asked(fault, async ({ fetch, url }) => {
      await expect(fetch(`${url}/v1/events`, posting('[]'))).rejects.toThrow('fetch failed');
    }),
  );

  it('rejects once it is aborted', () =>
    asked('silent', async ({ fetch, url }) => {
      const aborted = new AbortController();
      const answer = fetch(`${url}/v1/events`, { ...posting('[]'), signal: aborted.signal });
      aborted.abort();

      await expect(answer).rejects.toThrow();
    }));

  it('takes what a sender sends, plain and as gzip', () =>
    asked('none', async (reached, { events, asked: requests }) => {
      const sender = createSender({ ...reached, apiKey: 'k', source: 'urn:s' });
      const time = '2026-11-22T09:00:00Z';

      sender.track({ type: 'view', subject: 'small', time });
      await sender.flush();
      for (const subject of ['large', 'larger']) {
        sender.track({ type: 'view', subject, time, data: 'x'.repeat(2_000) });
      }
      await sender.close();

      expect(events().map(({ subject }) => subject)).toEqual(['small', 'large', 'larger']);
      expect(requests.map(({ request }) => request.headers['content-encoding'])).toEqual([
        undefined,
        'gzip',
      ]);
    }));
});

const never = <Value>(): Promise<Value> => new Promise(() => undefined);

describe('a sender whose fetch does not heed its signal', () => {
  it.each([
    ['an answer', never],
    ['its text', async () => ({ ...new Response(), text: never })],
  ])('waits for %s no longer than it is set to', async (_, hangs) => {
    const service = ingesting();
    let asked = 0;
    const fetch: Fetch = (url, request) => {
      asked += 1;
      return asked === 1 ? (hangs() as ReturnType<Fetch>) : service.fetch(url, request);
    };
    const { sender, time, failures } = aSender({ timeoutMs: 5_000, fetch });

    sender.track(aView());
    await time.settled(sender.flush());

    expect([asked, service.events().length]).toEqual([2, 1]);
    expect(failures).toMatchObject([{ detail: expect.stringContaining('5000 ms') }]);
  });

  it('is closed in time', async () => {
    const { sender, time, drops } = aSender({ fetch: never });
    const started = time.environment.now();

    for (const event of several(3)) sender.track(event);
    const closed = await time.settled(sender.close({ timeoutMs: 1_000 }));

    expect(closed).toEqual({ unsent: 3 });
    expect(time.environment.now() - started).toBe(1_000);
    expect(drops.map(({ reason }) => reason)).toEqual(Array(3).fill('closed'));
  });
});

describe('a page', () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'document');
  });

  it('sends on as many bytes as browsers allow in all, when it is left', async () => {
    Object.assign(globalThis, { document: {} });
    const requests: FetchRequest[] = [];
    const answers: (() => void)[] = [];
    const fetch: Fetch = (_, request) => {
      requests.push(request);
      return new Promise((resolve) => {
        answers.push(() => resolve(new Response('{"accepted":1,"rejected":[]}', { status: 202 })));
      });
    };
    const { sender, time } = aSender({ fetch, eventsMax: 1 });
    const track = async (data: string): Promise<boolean | undefined> => {
      sender.track(aView({ data }));
      await time.advance(0);
      return requests.at(-1)?.keepalive;
    };

    // 40,000 letters of two bytes.
    expect(await track('é'.repeat(40_000))).toBeUndefined();
    expect(await track('x'.repeat(40_000))).toBe(true);
    expect(await track('x'.repeat(40_000))).toBeUndefined();
    for (const answer of answers) answer();
    await time.advance(0);
    expect(await track('x'.repeat(40_000))).toBe(true);
    answers.at(-1)?.();
    await time.settled(sender.close());
  });
});
