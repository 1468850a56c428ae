import { describe, expect, it } from '@jest/globals';
import { problemType } from '../../core/contract/problem.ts';
import { type RejectionCode, rejectionStatus } from '../../core/contract/rejection-codes.ts';
import { createSender } from '../../sdk/src/index.ts';
import { aSender, aView, several } from './support/a-sender.ts';
import { ingesting } from './support/ingesting.ts';

const aProblem = (code: RejectionCode): string =>
  JSON.stringify({
    type: problemType(code),
    status: rejectionStatus[code],
    code,
    detail: 'no',
    requestId: 'r',
  });

describe('a request that fails', () => {
  it.each([
    ['is lost', 'lost', {}],
    ['is taken, and its answer lost', 'answer-lost', {}],
    ['is answered 500', { status: 500 }, { status: 500 }],
    ['is answered 503', { status: 503 }, { status: 503 }],
    ['is answered 429', { status: 429 }, { status: 429 }],
    ['is answered 403, as to a key that is not known yet', { status: 403 }, { status: 403 }],
    ['is answered 302', { status: 302 }, { status: 302 }],
    ['is answered 200, as by a proxy', { status: 200, text: '<html>' }, { status: 200 }],
    ['is answered 202 by something else', { status: 202, text: '{}' }, { status: 202 }],
    [
      'is answered 202, as if one had been rejected twice',
      { status: 202, text: '{"accepted":1,"rejected":[{"index":0},{"index":0}]}' },
      { status: 202 },
    ],
    [
      'is answered 400 with a code, by a proxy',
      { status: 400, text: '{"code":"request.invalid","detail":"no","rejected":[]}' },
      { status: 400, detail: expect.stringContaining('request.invalid') },
    ],
    [
      'is answered 400 with who was rejected, by a proxy',
      { status: 400, text: '{"rejected":[{"index":0},{"index":1},{"index":2}]}' },
      { status: 400 },
    ],
  ] as const)('because it %s goes again, the same to the byte', async (_, fault, failure) => {
    const { sender, time, asked, events, failures } = aSender({}, [fault]);

    for (const event of several(3)) sender.track(event);
    await time.settled(sender.flush());

    expect(asked).toHaveLength(2);
    expect(asked[1]?.request.body).toBe(asked[0]?.request.body);
    expect(new Set(events().map(({ id }) => id)).size).toBe(3);
    expect(failures).toMatchObject([{ ...failure, attempt: 1, events: 3 }]);
  });

  it('goes again when no answer comes in time', async () => {
    const { sender, time, asked, failures } = aSender({ timeoutMs: 5_000 }, ['silent']);

    sender.track(aView());
    await time.settled(sender.flush());

    expect(asked).toHaveLength(2);
    expect(failures).toMatchObject([{ detail: expect.stringContaining('no answer in 5000 ms') }]);
  });

  it.each([
    ['seconds', '7', 7_000],
    ['a date', new Date(Date.UTC(2026, 10, 22, 9, 0, 8)).toUTCString(), 8_000],
  ])('waits as long as Retry-After says in %s, and little longer', async (_, header, waited) => {
    const faults = [{ status: 503, headers: { 'retry-after': header } }];
    const { sender, time, failures } = aSender({ lingerMs: 0 }, faults);

    sender.track(aView());
    await time.settled(sender.flush());

    expect(failures[0]?.waitMs).toBeGreaterThanOrEqual(waited);
    expect(failures[0]?.waitMs).toBeLessThan(waited + 250);
  });

  it('keeps others from being sent before the service allows it', async () => {
    const busy = { status: 429, headers: { 'retry-after': '10' } };
    const { sender, time, asked } = aSender({ lingerMs: 0, requestsMax: 2 }, [busy]);

    sender.track(aView());
    await time.advance(100);
    sender.track(aView());
    await time.advance(9_800);
    expect(asked).toHaveLength(1);
    await time.advance(600);

    expect(asked).toHaveLength(3);
  });

  it('waits no longer where the clock is set back meanwhile', async () => {
    const busy = { status: 429, headers: { 'retry-after': '5' } };
    const { sender, time, asked } = aSender({ lingerMs: 0, requestsMax: 1 }, [busy]);
    sender.track(aView());
    await time.advance(100);

    time.setBack(86_400_000);
    sender.track(aView());
    await time.advance(6_000);

    expect(asked).toHaveLength(3);
  });

  it('waits longer each time, by chance, up to half a minute', async () => {
    const faults = Array.from({ length: 12 }, () => 'lost' as const);
    const { sender, time, failures } = aSender({}, faults);

    sender.track(aView());
    await time.settled(sender.flush());

    const longest = failures.map(({ attempt }) => Math.min(30_000, 250 * 2 ** (attempt - 1)));
    expect(failures.map(({ waitMs }, index) => waitMs <= (longest[index] ?? 0))).not.toContain(
      false,
    );
    expect(new Set(failures.map(({ waitMs }) => waitMs)).size).toBe(12);
    expect(Math.max(...failures.map(({ waitMs }) => waitMs))).toBeGreaterThan(5_000);
  });
});

describe('an event that the service rejects', () => {
  it('is told, and the others of its request are taken', async () => {
    const { sender, time, events, drops } = aSender();

    sender.track(aView({ id: 'old', time: '2026-01-01T00:00:00Z' }));
    sender.track(aView({ id: 'new' }));
    await time.settled(sender.flush());

    expect(events()).toMatchObject([{ id: 'new' }]);
    expect(drops).toMatchObject([
      { reason: 'rejected', code: 'event.too-old', param: '/time', event: { id: 'old' } },
    ]);
  });

  it.each([1, 3])('is told where none of %d is taken', async (count) => {
    const { sender, time, asked, drops } = aSender();

    for (let n = 0; n < count; n += 1) sender.track(aView({ time: '2026-01-01T00:00:00Z' }));
    await time.settled(sender.flush());

    expect(asked).toHaveLength(1);
    expect(drops.map(({ code }) => code)).toEqual(Array(count).fill('event.too-old'));
  });

  it('is found where it spoils the whole request', async () => {
    const { sender, time, events, drops } = aSender();
    const spoilt = JSON.parse('{"__proto__": 1}') as unknown;

    for (const event of several(7)) sender.track(event);
    sender.track(aView({ id: 'spoilt', data: spoilt }));
    await time.settled(sender.flush());

    expect(events()).toHaveLength(7);
    expect(drops).toMatchObject([
      { reason: 'rejected', code: 'request.forbidden-key', event: { id: 'spoilt' } },
    ]);
  });

  it('is halved out of a request that is too large', async () => {
    const tooLarge = { status: 413, text: '{"message":"Request Too Long"}' };
    const { sender, time, asked, events } = aSender({}, [tooLarge, tooLarge]);

    for (const event of several(8)) sender.track(event);
    await time.settled(sender.flush());

    expect(asked.map(({ texts }) => texts.length)).toEqual([8, 4, 2, 2, 4]);
    expect(events()).toHaveLength(8);
  });

  it.each([
    ['a gateway', { status: 413 }, { code: 'http.413' }, 40_000],
    [
      'Farthing',
      { status: 413, text: aProblem('request.too-large') },
      { code: 'request.too-large' },
      1,
    ],
  ])('is told where it is too large by itself for %s', async (_, fault, drop, bytes) => {
    const { sender, time, drops } = aSender({}, [fault]);

    sender.track(aView({ data: 'x'.repeat(bytes) }));
    await time.settled(sender.flush());

    expect(drops).toMatchObject([{ reason: 'rejected', ...drop }]);
  });

  it('gets through a proxy that spoils what is packed, plain and alone', async () => {
    const spoilt = { status: 400, text: aProblem('request.malformed-text') };
    const { fetch, events } = ingesting(({ request }) =>
      request.headers['content-encoding'] === undefined ? 'none' : spoilt,
    );
    const url = 'https://farthing.example';
    const sender = createSender({ url, apiKey: 'k', source: 'urn:s', fetch });
    const event = aView({ time: '2026-11-22T09:00:00Z', data: 'x'.repeat(2_000) });

    for (let n = 0; n < 5; n += 1) sender.track(event);
    await sender.close();

    expect(events()).toHaveLength(5);
  });

  it.each(['request.malformed-json', 'request.malformed-gzip', 'request.body-missing'] as const)(
    'alone is sent again where it was changed on its way (%s)',
    async (code) => {
      const { sender, time, events, failures } = aSender({}, [
        { status: 400, text: aProblem(code) },
      ]);

      sender.track(aView());
      await time.settled(sender.flush());

      expect(events()).toHaveLength(1);
      expect(failures).toMatchObject([{ status: 400, code }]);
    },
  );

  it('is sent again where a gateway takes less than an event', async () => {
    const { sender, time, events, drops } = aSender({}, [{ status: 413 }, { status: 413 }]);

    sender.track(aView());
    await time.settled(sender.flush());

    expect([events().length, drops]).toEqual([1, []]);
  });
});
