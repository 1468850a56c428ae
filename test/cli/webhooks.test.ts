import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const webhook = {
  ...{ key: 'shop', url: 'https://shop.example/', events: ['invoice.issued'], status: 'parked' },
  createdAt: '2026-11-22T00:00:00Z',
  failing: {
    ...{ event: 'evt_b_1_0_ab', since: '2026-11-22T00:00:00Z', attempts: 30 },
    reason: 'answered 503',
  },
};
const delivery = {
  ...{ at: '2026-11-22T00:00:01Z', event: 'evt_b_1_0_ab', type: 'invoice.issued', attempt: 2 },
  ...{ outcome: 'failed', status: 503, milliseconds: 12 },
};

async function farthing(args: readonly string[], json: object, status = 200) {
  await using server = await httpServer(() => ({ status, json }));
  const { shell, printed } = fakeShell({
    environment: { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' },
  });
  const code = await runFarthing(['webhooks', ...args], shell);
  return { code, printed: printed(), seen: server.seen[0] };
}

describe('farthing webhooks', () => {
  it('list: shows what each waits for', async () => {
    const { printed } = await farthing(['list'], { webhooks: [webhook] });

    expect(printed).toMatch(/shop .*parked +evt_b_1_0_ab +answered 503/);
  });

  it('put: prints the secret of a new one alone, for all kinds unless some are named', async () => {
    const created = { ...webhook, secret: 'whsec_AAAA' };

    const { printed, seen } = await farthing(['put', 'shop', '--url', webhook.url], created, 201);

    expect(printed).toBe('whsec_AAAA\n');
    expect(seen).toMatchObject({ method: 'PUT', path: '/v1/webhooks/shop' });
    expect(JSON.parse(seen?.body ?? '')).toMatchObject({ enabled: true, url: webhook.url });
    expect((JSON.parse(seen?.body ?? '') as { events: string[] }).events).toContain('invoice.paid');
  });

  it('deliveries: shows each attempt, and what was answered', async () => {
    const { printed } = await farthing(['deliveries', 'shop'], { deliveries: [delivery] });

    expect(printed).toMatch(/evt_b_1_0_ab +invoice\.issued +2 +failed +503 +12/);
  });

  it('replay: takes one place to go on from', async () => {
    const from = '2026-11-01T00:00:00Z';

    const one = await farthing(['replay', 'shop', '--from', from], webhook);
    const none = await farthing(['replay', 'shop'], webhook);

    expect(JSON.parse(one.seen?.body ?? '')).toEqual({ from });
    expect([one.code, none.code]).toEqual([0, 2]);
  });

  it('rotate: prints the new secret', async () => {
    const rotated = { key: 'shop', secret: 'whsec_B', formerUntil: '2026-11-23T00:00:00Z' };

    expect((await farthing(['rotate', 'shop'], rotated)).printed).toBe('whsec_B\n');
  });

  it('test: ends with 1 where the event is not taken', async () => {
    const { code, printed } = await farthing(['test', 'shop'], { delivery, webhook });

    expect([code, printed]).toEqual([1, 'failed: 503\n']);
  });
});
