import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

async function run(args: readonly string[], json: object) {
  await using server = await httpServer(() => ({ status: 200, json }));
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  return { code, printed: printed() };
}

const ask = ['gate', 'ask', 'https://news.example/a/1', 'views'];
const headers = {};
const held = {
  ...{ outcome: 'held', id: 'log.1.0', payer: 'press', by: 'threshold', currency: 'EUR' },
  ...{ net: '0.10', tax: '0.019', amount: '0.119', left: null, repeated: false, headers },
  endsAt: '2026-11-29T12:01:00Z',
};
const problem = {
  ...{ type: 'about:blank', title: 'Payment required', status: 402, code: 'payment.required' },
  detail: 'pay by one of the offers',
};
const refused = { outcome: 'refused', status: 402, headers, problem };

describe('farthing gate ask', () => {
  it.each([
    ['with 0 where it is held', 0, held, 'log.1.0 is held by threshold'],
    ['with 0 where it is free', 0, { outcome: 'free', headers }, 'free'],
    ['with 1 where it is refused', 1, refused, 'with 402: pay'],
  ])('ends %s, so that a script knows', async (_, expected, answer, said) => {
    const { code, printed } = await run(ask, answer);

    expect([code, printed]).toEqual([expected, expect.stringContaining(said)]);
  });
});

describe('farthing payers spend', () => {
  const spend = {
    ...{ payer: 'press', month: '2026-11', currency: 'EUR', asOf: '2026-11-29T12:00:00Z' },
    ...{ captured: '0.119', ungated: '0.00', held: '0.00', lines: [], budgets: [], passes: [] },
    ...{ openHolds: 0, unreported: {}, wallet: null },
  };

  it('shows the threshold where one is set', async () => {
    const threshold = { amount: '0.25', currency: 'EUR' };

    const without = await run(['payers', 'spend', 'press'], spend);
    const withOne = await run(['payers', 'spend', 'press'], { ...spend, threshold });

    expect(without.printed).not.toContain('without being asked');
    expect(withOne.printed).toContain('up to 0.25 EUR for one thing it pays without being asked');
  });
});
