import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const call = { network: 'eip155:8453', to: '0xc0de0', value: '0', data: '0xac96bc2b00' };
const of = { network: 'eip155:8453', contract: '0xc0de0', token: '0x70ce', currency: 'USD' };
const aCommit = {
  ...{ ...of, epoch: 2, status: 'prepared', payouts: 1, accounts: 1200, root: '0x5d5d' },
  ...{ added: '1.00', total: '17345.00', totalUnits: '17345000000', runs: ['FR-1'] },
  ...{ madeBy: 'key1', madeAt: '2026-02-03T12:00:00Z', call },
};
const aClaim = {
  ...{ ...of, payee: 'ada', account: `0x${'ad'.repeat(20)}`, epoch: 2, proof: ['0x5d5d'], call },
  ...{ given: '12.34', givenUnits: '12340000' },
};

async function farthing(args: readonly string[], answer: object) {
  await using server = await httpServer(() => ({ status: 200, json: answer }));
  const { shell, printed } = fakeShell({
    environment: { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' },
  });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), seen: server.seen };
}

describe('farthing payouts commit', () => {
  it('shows what somebody is to sign, each part whole on a line', async () => {
    const { code, printed, seen } = await farthing(['payouts', 'commit'], aCommit);

    expect([code, seen]).toEqual([
      0,
      [expect.objectContaining({ method: 'POST', path: '/v1/payouts/commits' })],
    ]);
    expect(printed).toBe(
      [
        'epoch 2 is prepared: 1 payout of 1.00 USD',
        'in all 17,345.00 USD to 1200 accounts',
        'root 0x5d5d',
        'to sign, on eip155:8453:',
        'to   0xc0de0',
        'data 0xac96bc2b00',
        '',
      ].join('\n'),
    );
  });

  it('says what of the public log goes with it', async () => {
    const anchor = { log: 'billing.example/v1/logs/acme/2026', day: '2026-11-29', digest: '5b' };

    const { printed } = await farthing(['payouts', 'commit'], { ...aCommit, anchor });

    expect(printed).toContain(
      'root 0x5d5d\nanchors 2026-11-29 of billing.example/v1/logs/acme/2026\nto sign',
    );
  });

  it('shows one that is settled without it, and the call to programs all the same', async () => {
    const settled = { ...aCommit, status: 'settled' };

    const shown = await farthing(['payouts', 'commit', '2'], settled);
    const json = await farthing(['--json', 'payouts', 'commit', '2'], settled);

    expect(shown.printed).not.toContain('data');
    expect(shown.seen).toMatchObject([{ method: 'GET', path: '/v1/payouts/commits/2' }]);
    expect(JSON.parse(json.printed)).toEqual(settled);
  });
});

describe('farthing payouts look', () => {
  const waiting = { found: 'waiting', commit: aCommit, committer: '0xabc' };

  it.each([
    [{ found: 'settled', commit: aCommit }, 'epoch 2: settled'],
    [{ found: 'unknown', commit: aCommit, detail: 'no answer' }, 'epoch 2: unknown, no answer'],
    [
      { ...waiting, isThere: false, missingUnits: '1000000', missing: '1.00' },
      'epoch 2 waits: the contract lacks 1.00 USD in tokens; 0xabc signs',
    ],
    [
      { ...waiting, isThere: false, missingUnits: '0', missing: '0.00' },
      'epoch 2 waits to be signed by 0xabc, and sent',
    ],
    [
      { ...waiting, isThere: true, missingUnits: '0', missing: '0.00' },
      'epoch 2 is there, and not final yet',
    ],
  ])('says what was found: %#', async (answer, said) => {
    const { printed, seen } = await farthing(['payouts', 'look', '2'], answer);

    expect(printed).toBe(`${said}\n`);
    expect(seen).toMatchObject([{ method: 'POST', path: '/v1/payouts/commits/2/look' }]);
  });
});

describe('farthing payouts claim', () => {
  it('says what a payee was given, what is left, and what to send', async () => {
    const answer = { ...aClaim, due: '2.34', dueUnits: '2340000' };

    const { printed, seen } = await farthing(
      ['payouts', 'claim', 'ada', '--account', aClaim.account],
      answer,
    );

    expect(printed).toContain(
      `${aClaim.account} was given 12.34 USD, of which 2.34 is not claimed\n`,
    );
    expect(printed).toContain('data 0xac96bc2b00\n');
    expect(seen).toMatchObject([
      { method: 'GET', path: '/v1/payees/ada/claim', query: { account: aClaim.account } },
    ]);
  });

  it('says nothing of what is left where the chain did not', async () => {
    const { printed } = await farthing(['payouts', 'claim', 'ada'], aClaim);

    expect(printed).toContain(`${aClaim.account} was given 12.34 USD\n`);
  });
});
