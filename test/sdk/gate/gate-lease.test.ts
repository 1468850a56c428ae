import { describe, expect, it } from '@jest/globals';
import type { GatePrice } from '../../../sdk/src/gate/price.ts';
import type { GatedRequest } from '../../../sdk/src/gate/request.ts';
import { aGate, type GateFault, type SeenAsk } from '../support/gating.ts';

const lease = { units: 100 };
const reads: GatePrice = { meter: 'view' };
const asked = (token: string, n = 1): GatedRequest => ({
  ...{ method: 'GET', url: `https://news.example/a/${n}` },
  header: (name) => (name === 'authorization' ? `Bearer ${token}` : undefined),
});

type Gated = Awaited<ReturnType<typeof aGate>>;
/** Asks, and answers with a status; answers how it was passed. */
async function view({ gate, time, tokens }: Gated, price = reads, status = 200) {
  const opened = await time.settled(gate.open(asked(tokens.willing), price));
  if (opened.outcome !== 'refused') await time.settled(gate.settle(opened, status));
  // What is held in the background is there.
  await time.advance(0);
  return opened.outcome;
}
async function views(gated: Gated, count: number, price = reads): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (let n = 0; n < count; n += 1) outcomes.push(await view(gated, price));
  return outcomes;
}

describe('a gate with leases', () => {
  it('asks for the first request of who pays by its threshold, and decides the next in memory', async () => {
    const gated = await aGate({ lease });

    const outcomes = await views(gated, 4);
    const before = gated.paths();
    await gated.time.settled(gated.gate.close());

    expect(outcomes).toEqual(['held', 'leased', 'leased', 'leased']);
    expect(before).toEqual(['/v1/gate', '/v1/holds', '/v1/gate/{id}/capture']);
    expect([await gated.captured(), await gated.held()]).toEqual([4n, 0n]);
  });

  it('asks with the key alone, and sends the payer’s token with what it holds', async () => {
    const gated = await aGate({ lease });

    await views(gated, 2);
    await gated.time.settled(gated.gate.close());

    const holds = gated.seen.filter(({ path }) => path.startsWith('/v1/holds'));
    expect(holds.map(({ authorization, body }) => [authorization, body['token']])).toEqual([
      ['Bearer ft_test_key_secret', gated.tokens.willing],
      ['Bearer ft_test_key_secret', undefined],
      ['Bearer ft_test_key_secret', undefined],
    ]);
  });

  it('takes nothing for what failed', async () => {
    const gated = await aGate({ lease });
    await view(gated);

    const failed = [await view(gated, reads, 500), await view(gated, reads, 302)];
    await gated.time.settled(gated.gate.close());

    expect(failed).toEqual(['leased', 'leased']);
    expect([await gated.captured(), await gated.held()]).toEqual([1n, 0n]);
  });

  it.each([
    ['another token', reads, 'second'],
    ['another meter’s dimensions', { ...reads, dimensions: { region: 'eu' } }, 'willing'],
    ['other data', { ...reads, data: { section: 'b' } }, 'willing'],
    ['what is paid once a day', { ...reads, once: true }, 'willing'],
    ['a part of a unit', { ...reads, quantity: '0.5' }, 'willing'],
  ] as const)('decides nothing by it for %s', async (_, price, token) => {
    const gated = await aGate({ lease });
    await view(gated);
    const before = gated.paths().filter((path) => path === '/v1/gate').length;

    await gated.time
      .settled(gated.gate.open(asked(gated.tokens[token]), price))
      .catch(() => undefined);

    const after = gated.paths().filter((path) => path === '/v1/gate').length;
    expect(after).toBeGreaterThan(before);
  });

  it('ends it by its age, so that the token and the threshold are asked for again', async () => {
    const gated = await aGate({ lease: { ...lease, ageMs: 20_000, idleMs: 20_000 } });
    await views(gated, 2);

    await gated.time.advance(15_000);
    const young = await view(gated);
    await gated.time.advance(6_000);
    const old = await view(gated);

    expect([young, old]).toEqual(['leased', 'held']);
    await gated.time.settled(gated.gate.close());
    expect([await gated.captured(), await gated.held()]).toEqual([4n, 0n]);
  });

  it('gives back what nobody takes of for a while', async () => {
    const gated = await aGate({ lease: { ...lease, idleMs: 5_000 } });
    await views(gated, 2);
    const before = await gated.held();

    await gated.time.advance(6_000);

    expect([before, await gated.held(), await gated.captured()]).toEqual([100n, 0n, 2n]);
  });

  it('is asked again where the lease ended while it was served', async () => {
    const gated = await aGate({ lease: { ...lease, ageMs: 20_000, idleMs: 20_000 } });
    await view(gated);
    const opened = await gated.gate.open(asked(gated.tokens.willing), reads);
    if (opened.outcome !== 'leased') throw new Error(`${opened.outcome} is not leased`);

    // Longer than its hold: nothing can be taken of it any more.
    await gated.time.advance(90_000);
    const settled = await gated.time.settled(gated.gate.settle(opened, 200));

    expect(settled).toMatchObject({ outcome: 'served', isPrivate: true });
    await gated.time.settled(gated.gate.close());
    expect([await gated.captured(), await gated.held()]).toEqual([2n, 0n]);
  });

  it('asks each time where units are refused, or cost other than one by one', async () => {
    const refused = await aGate({ lease });
    await refused.press.cap({ amount: '0.05', currency: 'EUR' });
    const faultOf = ({ path }: SeenAsk): GateFault | undefined =>
      path === '/v1/holds' ? { status: 402, code: 'wallet.empty' } : undefined;
    const poor = await aGate({ lease }, faultOf);

    expect(await views(refused, 3)).toEqual(['held', 'held', 'held']);
    expect(await views(poor, 2)).toEqual(['held', 'held']);
    // It was asked for once, and is not for each request.
    expect(refused.paths().filter((path) => path === '/v1/holds')).toHaveLength(1);
    expect(refused.failures).toEqual([]);
  });

  it('keeps no more than it may', async () => {
    const gated = await aGate({ lease: { ...lease, leasesMax: 1 } });
    await view(gated);

    await view(gated, { ...reads, data: { section: 'b' } });

    expect(gated.paths().filter((path) => path === '/v1/holds')).toHaveLength(1);
    await gated.time.settled(gated.gate.close());
  });

  it('promises no unit twice', async () => {
    const gated = await aGate({ lease: { units: 3 } });
    await view(gated);
    const open = () => gated.gate.open(asked(gated.tokens.willing), reads);

    const three = [await open(), await open(), await open()];
    const fourth = await gated.time.settled(open());

    expect([...three, fourth].map(({ outcome }) => outcome)).toEqual([
      'leased',
      'leased',
      'leased',
      'held',
    ]);
  });
});

describe('units that together cost other than one by one', () => {
  it('are given back', async () => {
    const tiers = [
      { upTo: '10', unitPrice: '0.01' },
      { upTo: null, unitPrice: '0.02' },
    ];
    const charge = { meter: 'view', model: 'graduated', tiers } as const;
    const gated = await aGate({ lease }, undefined, { charges: [charge] });

    const outcomes = await views(gated, 3);

    expect(outcomes).toEqual(['held', 'held', 'held']);
    expect([await gated.held(), gated.failures]).toEqual([0n, []]);
  });
});
