import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

const grant = {
  ...{ id: 'log.1.0', kind: 'bought', amount: '20.00', left: '17.62', priority: 100 },
  ...{ createdAt: '2026-11-03T00:00:00Z', payment: 'pay_1', unapplied: '6.89' },
};
const wallet = {
  ...{ payer: 'press', currency: 'EUR', available: '14.00', held: '2.50', ungated: '1.12' },
  ...{ owed: '0.00', grants: [grant] },
};

async function run(args: readonly string[], answer: FakeAnswer) {
  await using server = await httpServer(() => answer);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed } = fakeShell({ environment });
  const code = await runFarthing(['wallets', ...args], shell);
  return { code, printed: printed() };
}

describe('farthing wallets', () => {
  it('shows what makes less to spend than is left, and what no invoice has used', async () => {
    const { code, printed } = await run(['show', 'press'], { status: 200, json: wallet });

    expect(code).toBe(0);
    expect(printed).toContain('14.00 EUR can be spent, 2.50 are held');
    expect(printed).toContain('1.12 EUR were used besides');
    expect(printed).not.toContain('are owed');
    expect(printed).toMatch(
      /grant +kind +priority +put in, less taken out +left +on no invoice yet +ends +payment/u,
    );
    expect(printed).toMatch(/log\.1\.0 +bought +100 +20\.00 +17\.62 +6\.89 +never +pay_1/u);
  });

  it('leaves out what is nothing, and says which grants have ended', async () => {
    const ended = { ...grant, id: 'log.2.0', endsAt: '2020-01-01T00:00:00Z' };
    const later = { ...grant, id: 'log.3.0', endsAt: '2999-01-01T00:00:00Z' };
    const nothing = { available: '14.00', held: '0.00', ungated: '0.00', owed: '0.00' };
    const json = { ...wallet, ...nothing, grants: [ended, later] };

    const { printed } = await run(['show', 'press'], { status: 200, json });

    expect(printed).toMatch(/^14\.00 EUR can be spent\n\ngrant/u);
    expect(printed).toMatch(/log\.2\.0 .* 2020-01-01T00:00:00Z, has ended/u);
    expect(printed).toMatch(/log\.3\.0 .* 2999-01-01T00:00:00Z +pay_1/u);
  });

  it.each([
    ['refund', ['log.1.0', '--reference', 'R-1'], '6.89 EUR are paid back: ref_1'],
    ['revoke', ['log.1.0', '--key', 'k'], '6.89 EUR are taken out: ref_1'],
  ])('%s tells how much money that was, and in which currency', async (verb, args, said) => {
    const json = { id: 'ref_1', amount: '6.89', currency: 'EUR' };
    const { printed } = await run([verb, 'press', ...args], { status: 201, json });

    expect(printed).toBe(`${said}\n`);
  });
});
