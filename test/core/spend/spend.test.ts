import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { askedUnder, endKey } from '../../../core/spend/ask.ts';
import { putBudget } from '../../../core/spend/budgets.ts';
import { capture } from '../../../core/spend/capture.ts';
import { chargeNow } from '../../../core/spend/charge.ts';
import { endHolds } from '../../../core/spend/end-holds.ts';
import { putGrant } from '../../../core/spend/grants.ts';
import { hold } from '../../../core/spend/hold.ts';
import { release } from '../../../core/spend/release.ts';
import type { Spend } from '../../../core/spend/spend.ts';
import { putToken, tokenHash } from '../../../core/spend/tokens.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aBudget, now, someGates, someSpendTerms, toCapture, use } from './some-spending.ts';

const TENANT = 'acme';
const PAYER = 'ada';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const perUnit = someSpendTerms({ model: 'per_unit', unitPrice: '0.01' });

const capped = (gate: Spend, amount: string, fields = {}) =>
  gate.decide(
    TENANT,
    PAYER,
    putBudget({ budget: aBudget(amount, fields), asked: askedUnder('cap', amount) }),
  );

const held = (gate: Spend, terms: typeof perUnit, key: string, quantity = '1') =>
  gate.decide(
    TENANT,
    PAYER,
    hold({ ...use(terms, key, { quantity }), lastsMs: 15 * MINUTE, isLease: false }),
  );

describe('charges of one payer', () => {
  it('never exceed a cap, and are never refused while they fit, however many come at once', async () => {
    const { gates } = someGates(3);
    const [first, second, third] = gates;
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error('there are three gates');
    }
    await capped(first, '5.00');

    const outcomes = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, index) =>
        ([first, second, third][index % 3] ?? first).decide(
          TENANT,
          PAYER,
          chargeNow(use(perUnit, `read ${index}`)),
        ),
      ),
    );

    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(500);
    for (const one of refused) expect(one).toMatchObject({ reason: { code: 'budget.exceeded' } });
    const state = await first.read(TENANT, PAYER);
    expect([...state.captured.values()]).toEqual([
      { quantity: use(perUnit, '', { quantity: '500' }).use.quantity, net: nanos('5'), tax: 0n },
    ]);
  });

  it('are answered as they were when they come again, in any process', async () => {
    const { gates } = someGates(2);
    const [a, b] = gates;
    if (a === undefined || b === undefined) throw new Error('there are two gates');

    const first = await a.decide(TENANT, PAYER, chargeNow(use(perUnit, 'read 1')));
    const again = await b.decide(TENANT, PAYER, chargeNow(use(perUnit, 'read 1')));
    const other = a.decide(TENANT, PAYER, chargeNow(use(perUnit, 'read 1', { quantity: '2' })));

    expect(again).toEqual({ ...first, toRecord: undefined });
    await expect(other).rejects.toMatchObject({ code: 'request.idempotency-key-reused' });
  });

  it('cost what they add to all before them, with tax, to the nano', async () => {
    const { gates } = someGates(1);
    const [gate] = gates;
    if (gate === undefined) throw new Error('there is a gate');
    const terms = someSpendTerms({ model: 'per_unit', unitPrice: '0.000000000333' }, '19');

    let [net, tax] = [0n, 0n];
    for (let index = 0; index < 1000; index += 1) {
      const charged = await gate.decide(TENANT, PAYER, chargeNow(use(terms, `read ${index}`)));
      net += charged.net;
      tax += charged.tax;
    }

    expect({ net, tax }).toEqual({ net: nanos('0.000000333'), tax: nanos('0.000000063') });
  });
});

describe('holds', () => {
  const graduated = someSpendTerms({
    model: 'graduated',
    tiers: [
      { upTo: '10', unitPrice: '1.00' },
      { upTo: null, unitPrice: '0.10' },
    ],
  });
  const volume = someSpendTerms({
    model: 'volume',
    tiers: [
      { upTo: '15', unitPrice: '10' },
      { upTo: null, unitPrice: '5' },
    ],
  });

  it('are captured at what they cost in the order of the log, whatever was quoted', async () => {
    const [gate] = someGates(1).gates;
    if (gate === undefined) throw new Error('there is a gate');
    const a = await held(gate, graduated, 'a', '10');
    const b = await held(gate, graduated, 'b', '1');

    await gate.decide(
      TENANT,
      PAYER,
      release({ hold: a.id, asked: askedUnder(endKey(a.id), 'release') }),
    );
    const captured = await gate.decide(TENANT, PAYER, capture(toCapture(graduated, b.id)));

    expect(captured.net).toBe(nanos('1'));
  });

  it('keep the most that they can come to, where more of them is cheaper', async () => {
    const [gate] = someGates(1).gates;
    if (gate === undefined) throw new Error('there is a gate');
    await capped(gate, '140.00');

    await expect(held(gate, volume, 'a', '16')).rejects.toMatchObject({ code: 'budget.exceeded' });
    await expect(held(gate, volume, 'b', '14')).resolves.toMatchObject({ net: nanos('140') });
  });

  it('give back what they kept when they end, and are captured after it where they fit', async () => {
    const { gates, wait } = someGates(1);
    const [gate] = gates;
    if (gate === undefined) throw new Error('there is a gate');
    await capped(gate, '0.05');
    const first = await held(gate, perUnit, 'a', '5');
    await expect(held(gate, perUnit, 'b', '1')).rejects.toMatchObject({ code: 'budget.exceeded' });

    wait(15 * MINUTE);
    const second = await held(gate, perUnit, 'c', '3');
    const tooMuch = gate.decide(TENANT, PAYER, capture(toCapture(perUnit, first.id, '3')));
    await expect(tooMuch).rejects.toMatchObject({ code: 'hold.expired' });
    const fitting = await gate.decide(TENANT, PAYER, capture(toCapture(perUnit, first.id, '2')));

    expect(fitting).toMatchObject({ id: first.id, net: nanos('0.02'), toRecord: { id: first.id } });
    const again = await gate.decide(TENANT, PAYER, capture(toCapture(perUnit, second.id, '3')));
    expect(again.net).toBe(nanos('0.03'));
  });

  it('end once: another end of the same is refused', async () => {
    const [gate] = someGates(1).gates;
    if (gate === undefined) throw new Error('there is a gate');
    const { id } = await held(gate, perUnit, 'a', '5');
    const first = await gate.decide(TENANT, PAYER, capture(toCapture(perUnit, id, '5')));

    const again = await gate.decide(TENANT, PAYER, capture(toCapture(perUnit, id, '5')));
    const less = gate.decide(TENANT, PAYER, capture(toCapture(perUnit, id, '4')));

    expect(again).toEqual({ ...first, toRecord: undefined });
    await expect(less).rejects.toMatchObject({ code: 'hold.closed' });
  });
});

describe('after its end a hold', () => {
  it('is captured within a day, and not after it', async () => {
    const { gates, wait } = someGates(1);
    const [gate] = gates;
    if (gate === undefined) throw new Error('there is a gate');
    const first = await held(gate, perUnit, 'a');
    const second = await held(gate, perUnit, 'b');

    wait(24 * 60 * MINUTE);
    await gate.decide(TENANT, PAYER, capture(toCapture(perUnit, first.id)));
    wait(16 * MINUTE);
    const late = gate.decide(TENANT, PAYER, capture(toCapture(perUnit, second.id)));

    await expect(late).rejects.toMatchObject({ code: 'hold.closed' });
  });

  it('of a token takes no more than the token may spend', async () => {
    const { gates, wait } = someGates(1);
    const [gate] = gates;
    if (gate === undefined) throw new Error('there is a gate');
    const token = await gate.decide(
      TENANT,
      PAYER,
      putToken({
        token: {
          ...{ hash: tokenHash('secret'), actions: ['charge'], endsAt: timestampOf(now + DAY) },
          ...{ limit: nanos('0.10'), currency: 'EUR' },
        },
        asked: askedUnder('token', null),
      }),
    );
    const by = (key: string) => {
      const own = use(perUnit, key, { quantity: '8' });
      return { ...own, asked: { ...own.asked, token: token.id } };
    };
    const first = await gate.decide(
      TENANT,
      PAYER,
      hold({ ...by('a'), lastsMs: MINUTE, isLease: false }),
    );
    wait(2 * MINUTE);
    await gate.decide(TENANT, PAYER, chargeNow(by('b')));

    const late = gate.decide(TENANT, PAYER, capture(toCapture(perUnit, first.id, '8')));

    await expect(late).rejects.toMatchObject({ code: 'hold.expired' });
  });

  it('is no more unreported once its lease is captured after all', async () => {
    const { gates, wait } = someGates(1);
    const [gate] = gates;
    if (gate === undefined) throw new Error('there is a gate');
    const lease = await gate.decide(
      TENANT,
      PAYER,
      hold({ ...use(perUnit, 'a', { quantity: '9' }), lastsMs: MINUTE, isLease: true }),
    );
    wait(2 * MINUTE);
    await gate.decide(TENANT, PAYER, endHolds('sweep', { told: [] }));
    const unreported = async () => (await gate.read(TENANT, PAYER)).unreported.get('reads');
    expect(await unreported()).toBe(use(perUnit, '', { quantity: '9' }).use.quantity);

    await gate.decide(TENANT, PAYER, capture(toCapture(perUnit, lease.id, '7')));

    expect(await unreported()).toBe(use(perUnit, '', { quantity: '2' }).use.quantity);
  });
});

describe('a wallet', () => {
  it('takes nothing while the plan charges in another currency', async () => {
    const [gate] = someGates(1).gates;
    if (gate === undefined) throw new Error('there is a gate');
    await gate.decide(
      TENANT,
      PAYER,
      putGrant({
        grant: { grant: 'bought', amount: nanos('500'), currency: 'JPY', priority: 0 },
        asked: askedUnder('bought', null),
      }),
    );

    const charge = gate.decide(TENANT, PAYER, chargeNow(use(perUnit, 'a')));

    await expect(charge).rejects.toMatchObject({ code: 'wallet.currency-differs' });
  });

  it('is used by priority, then by the earliest end, then by age, and never below nothing', async () => {
    const { gates } = someGates(1);
    const [gate] = gates;
    if (gate === undefined) throw new Error('there is a gate');
    const grant = (key: string, amount: string, priority: number) =>
      gate.decide(
        TENANT,
        PAYER,
        putGrant({
          grant: { grant: 'bought', amount: nanos(amount), currency: 'EUR', priority },
          asked: askedUnder(key, amount),
        }),
      );
    const bought = await grant('bought', '0.02', 1);
    const given = await grant('given', '0.01', 0);

    await gate.decide(TENANT, PAYER, chargeNow(use(perUnit, '1', { quantity: '2' })));
    const tooMuch = gate.decide(TENANT, PAYER, chargeNow(use(perUnit, '2', { quantity: '2' })));

    await expect(tooMuch).rejects.toMatchObject({ code: 'wallet.empty' });
    const { grants } = await gate.read(TENANT, PAYER);
    expect(new Map(grants.map(({ id, left }) => [id, left]))).toEqual(
      new Map([
        [bought.id, nanos('0.01')],
        [given.id, 0n],
      ]),
    );
  });
});
