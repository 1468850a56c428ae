import { describe, expect, it } from '@jest/globals';
import type { GatedRequest } from '../../../sdk/src/gate/request.ts';
import {
  aGate,
  asked,
  type Gated,
  type GateFault,
  passed,
  reads,
  receipt,
  settled,
  signatureFor,
  withCookie,
} from '../support/gating.ts';

describe('a gate whose answers are lost', () => {
  const faulty = (path: RegExp, faults: readonly GateFault[]) => {
    const left = [...faults];
    return ({ path: asked }: { readonly path: string }) =>
      path.test(asked) ? left.shift() : undefined;
  };

  it('asks again under the same key, so that it is held once', async () => {
    const gated = await aGate({}, faulty(/gate$/, ['answer-lost', 'lost', { status: 503 }]));

    await settled(gated, await passed(gated, withCookie(gated.tokens.willing)), 200);

    const keys = new Set(gated.seen.slice(0, 4).map(({ body }) => body['idempotency']));
    expect([keys.size, gated.paths().length]).toEqual([1, 5]);
    expect([await gated.captured(), await gated.held()]).toEqual([1n, 0n]);
  });

  it('captures again under the same id, and charges once', async () => {
    const gated = await aGate({}, faulty(/capture$/, ['answer-lost', 'answer-lost']));

    const answer = await settled(gated, await passed(gated, withCookie(gated.tokens.willing)), 200);

    expect(answer).toMatchObject({
      outcome: 'served',
      headers: [['farthing-receipt', receipt]],
    });
    expect(new Set(gated.seen.slice(1).map(({ path }) => path)).size).toBe(1);
    expect(await gated.captured()).toBe(1n);
  });

  it('serves what may be charged, and goes on asking under its id; it never bills anew', async () => {
    let isAway = true;
    const gated = await aGate({}, ({ path }) =>
      isAway && /capture$/.test(path) ? 'lost' : undefined,
    );
    const opened = await passed(gated, withCookie(gated.tokens.willing));

    const answer = await settled(gated, opened, 200);
    isAway = false;
    await gated.time.settled(gated.gate.idle({ timeoutMs: 600_000 }));

    expect(answer).toEqual({ outcome: 'served', isPrivate: true, headers: [] });
    expect(gated.paths().filter((path) => path === '/v1/gate')).toHaveLength(1);
    expect(await gated.captured()).toBe(1n);
  });

  it('does not serve what cannot be charged any more', async () => {
    const over = { status: 409, code: 'offer.exceeded' };
    const gated = await aGate({}, faulty(/capture$/, [over]));

    const answer = await settled(gated, await passed(gated, withCookie(gated.tokens.willing)), 200);

    expect(answer).toMatchObject({ outcome: 'refused', status: 503 });
    expect(gated.failures).toHaveLength(1);
  });

  it.each([
    ['refused with 503 and when to ask again', 'refuse', { outcome: 'refused', status: 503 }],
    ['served for nothing where the settings say so', 'serve', { outcome: 'unasked' }],
  ] as const)('is, while Farthing is away, %s', async (_, whenUnavailable, expected) => {
    const gated = await aGate({ whenUnavailable }, () => 'lost');
    const from = gated.time.environment.now();

    const opened = await gated.time.settled(
      gated.gate.open(withCookie(gated.tokens.willing), reads),
    );

    expect(opened).toMatchObject(expected);
    expect(gated.time.environment.now() - from).toBeLessThanOrEqual(5_000);
    if (opened.outcome !== 'refused') return;
    expect(JSON.parse(opened.body)).toMatchObject({ code: 'gate.unavailable' });
    expect(opened.headers).toContainEqual(['retry-after', '5']);
    expect(opened.headers).toContainEqual(['cache-control', 'no-store']);
  });

  it('has requests wait no more once five in a row were not answered, and asks again a second later', async () => {
    let isAway = true;
    const gated = await aGate({}, () => (isAway ? 'lost' : undefined));
    const open = () => gated.time.settled(gated.gate.open(withCookie(gated.tokens.willing), reads));
    for (let count = 0; count < 5; count += 1) await open();
    const [from, before] = [gated.time.environment.now(), gated.seen.length];

    const sixth = await open();
    const waitedMs = gated.time.environment.now() - from;
    isAway = false;
    await gated.time.advance(1_000);

    expect([sixth.outcome, waitedMs, gated.seen.length]).toEqual(['refused', 0, before]);
    expect([(await open()).outcome, (await open()).outcome]).toEqual(['held', 'held']);
  });

  it('says that a price is wrong to who set it', async () => {
    const gated = await aGate({}, () => ({ status: 404, code: 'meter.not-found' }));

    const opened = gated.time.settled(gated.gate.open(asked(), reads));

    const error: unknown = await opened.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ cause: { code: 'meter.not-found' } });
    // Frameworks would answer with it.
    expect(error).not.toHaveProperty('status');
  });

  it('asks for no more at once than it may', async () => {
    const gated = await aGate({ openMax: 2, fetch: () => new Promise(() => undefined) });
    const waiting = [1, 2].map(() => gated.gate.open(asked(), reads));

    const third = await gated.gate.open(asked(), reads);

    expect(third).toMatchObject({ outcome: 'refused', status: 503 });
    await gated.time.settled(Promise.all(waiting));
  });
});

describe('a payment that comes twice', () => {
  /** A request that pays by what x402 is offered. */
  const paying = async (gated: Gated): Promise<GatedRequest> => {
    const opened = await gated.time.settled(gated.gate.open(asked(), reads));
    const lines = opened.headers.find(([name]) => name === 'payment-required');
    return asked({ 'payment-signature': signatureFor(lines?.[1] ?? '', gated.tokens.asked) });
  };

  it('is one hold and one charge', async () => {
    const gated = await aGate();
    const paid = await paying(gated);
    const first = await passed(gated, paid);
    await settled(gated, first, 200);

    const second = await settled(gated, await passed(gated, paid), 200);

    expect(second).toMatchObject({ outcome: 'served', isPrivate: true });
    expect(await gated.captured()).toBe(1n);
  });

  it('is not given back by the second handler that fails', async () => {
    const gated = await aGate();
    const paid = await paying(gated);
    const [first, second] = [await passed(gated, paid), await passed(gated, paid)];

    await settled(gated, second, 500);
    await settled(gated, first, 200);
    await gated.time.settled(gated.gate.idle());

    expect([await gated.captured(), gated.paths().includes('/v1/gate/{id}/release')]).toEqual([
      1n,
      false,
    ]);
  });
});
