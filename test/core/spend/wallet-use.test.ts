import { describe, expect, it } from '@jest/globals';
import { monthFrom } from '../../../core/kernel/month.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { askedUnder } from '../../../core/spend/ask.ts';
import { storedBytes, storedJson } from '../../../core/spend/block.ts';
import { chargeNow } from '../../../core/spend/charge.ts';
import type { GrantEntry } from '../../../core/spend/entry.ts';
import { putGrant } from '../../../core/spend/grants.ts';
import { spendLogId } from '../../../core/spend/log-id.ts';
import type { Spend } from '../../../core/spend/spend.ts';
import { walletsOf } from '../../../core/spend/wallet-use.ts';
import { InMemorySpendLog } from '../../fakes/spend-log.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { now, someGates, someSpendTerms, use } from './some-spending.ts';

const TENANT = 'acme';
const PAYER = 'ada';
const HOUR = 3_600_000;
const terms = someSpendTerms({ model: 'per_unit', unitPrice: '0.10' }, '19');

const granted = (gate: Spend, amount: string, fields: Partial<GrantEntry> = {}) =>
  gate.decide(
    TENANT,
    PAYER,
    putGrant({
      grant: {
        ...{ grant: 'bought', amount: nanos(amount), currency: 'EUR', priority: 100 },
        ...fields,
      },
      asked: askedUnder(`grant ${amount} ${fields.grant ?? ''}`, null),
    }),
  );

/** A gate of a payer, and its wallet as closings ask for it. */
function aWalletLog(log = new InMemorySpendLog()) {
  const { gates, wait, giving } = someGates(1, log);
  const [gate] = gates;
  if (gate === undefined) throw new Error('there is a gate');
  const charge = (key: string, quantity = '1') =>
    gate.decide(TENANT, PAYER, chargeNow(use(terms, key, { quantity })));
  const wallets = (at = now) => walletsOf({ log, giving, clock: { now: () => at } });
  const read = (at = now) => wallets(at).read(TENANT, PAYER);
  return { gate, log, wait, charge, read, wallets };
}

const month = monthFrom(new Date(now).toISOString().slice(0, 7));

describe('what a wallet says at a closing', () => {
  it('is what usage of each month took of what was given, without tax, and of what was bought', async () => {
    const { gate, charge, read } = aWalletLog();
    await granted(gate, '0.20', { grant: 'promotional', priority: 10 });
    await granted(gate, '5.00', { document: 'pay_1' });
    for (let count = 0; count < 15; count += 1) await charge(`read ${count}`);

    const { currency, given, bought, left } = await read();

    expect(currency).toBe('EUR');
    // 0.20 of 1.785 with tax, of which 1.50 is the net.
    expect(given.get(month)).toMatchObject([
      { plan: 'plan', charge: 'reads', net: nanos('0.168067226') },
    ]);
    expect([...bought]).toEqual([[month, nanos('1.585')]]);
    expect([...left]).toEqual([['pay_1', nanos('3.415')]]);
  });

  it('is all of the net where all of it was given', async () => {
    const { gate, charge, read } = aWalletLog();
    await granted(gate, '9', { grant: 'given' });
    await charge('read', '7');

    const { given } = await read();

    expect(given.get(month)).toMatchObject([{ net: nanos('0.7') }]);
  });

  it('keeps nothing of a grant that has ended', async () => {
    const { gate, charge, read } = aWalletLog();
    await granted(gate, '2', { document: 'pay_1', endsAt: timestampOf(now + HOUR) });
    await charge('read');

    expect([...(await read()).left]).toEqual([['pay_1', nanos('1.881')]]);
    expect([...(await read(timestampOf(now + HOUR))).left]).toEqual([['pay_1', 0n]]);
  });

  it('is the same by a state that was kept, and by one of before it said what was drawn', async () => {
    const { gate, log, charge, read } = aWalletLog();
    await granted(gate, '0.20', { grant: 'given' });
    await granted(gate, '50', { document: 'pay_1' });
    for (let count = 0; count < 40; count += 1) await charge(`read ${count}`);
    const id = spendLogId(TENANT, PAYER);
    const kept = await log.readState(TENANT, id);
    if (kept === undefined) throw new Error('a state is kept by then');
    const byKept = await read();
    const { drawn, ...before } = storedJson(kept.bytes) as { readonly drawn?: unknown };
    const state = { ...kept, bytes: storedBytes(before) };
    const older = Object.assign(Object.create(log) as InMemorySpendLog, {
      readState: async () => state,
      read: log.read.bind(log),
    });

    const byOlder = await aWalletLog(older).read();
    log.removeKept(TENANT, id);

    expect(drawn).toBeDefined();
    expect(byOlder).toEqual(byKept);
    expect(await read()).toEqual(byKept);
  });
});

describe('a tenant that gives money', () => {
  it('is marked before the money can be spent, and one that only sells it is not', async () => {
    const { gate, wallets } = aWalletLog();
    await granted(gate, '5', { document: 'pay_1' });
    const sold = await wallets().hasGiven(TENANT);
    await granted(gate, '1', { grant: 'given' });

    expect([sold, await wallets().hasGiven(TENANT)]).toEqual([false, true]);
  });
});
