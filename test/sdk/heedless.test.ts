import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fetch, FetchRequest } from '../../sdk/src/fetch.ts';
import { aSender, aView, several } from './support/a-sender.ts';
import { ingesting } from './support/ingesting.ts';

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
