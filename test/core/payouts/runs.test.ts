import { describe, expect, it } from '@jest/globals';
import { utc } from '../../../core/kernel/time-zone.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aSepaMethod, owedOf, type SomePayouts, somePayouts } from '../../support/some-payouts.ts';
import { refusalOf } from '../../support/some-sepa.ts';

const owed = async (world: SomePayouts, payee: string) => owedOf(await world.balanceOf(payee));

describe('a proposal of payouts', () => {
  it('has what was stated in whole cents, and says of each other payee why not', async () => {
    const world = await somePayouts({
      thresholds: { EUR: '5.00' },
      fees: { sepa: { EUR: '0.10' } },
    });
    await world.payee('ada', '12.345678901');
    await world.payee('bob', '4.99');
    await world.payee('cleo', '20', { method: 'manual' });
    await world.payees.put('acme', { key: 'dan', revision: 1, body: { name: 'Dan' } });
    await world.earn('dan', '9');
    await world.state('dan');
    await world.payees.put('acme', { key: 'eve', revision: 1, body: { name: 'Eve' } });
    await world.method('eve');
    await world.earn('eve', '7');

    const { items, leftOut } = await world.propose();

    expect(items.map(({ payee, amount, fee }) => [payee, amount, fee])).toEqual([
      ['ada', nanos('12.34'), nanos('0.10')],
    ]);
    expect(leftOut.map(({ payee, amount, why }) => [payee, amount, why])).toEqual([
      ['bob', nanos('4.99'), 'below-threshold'],
      ['dan', nanos('9'), 'no-method'],
    ]);
  });

  it('holds back what statements of the last days said', async () => {
    const world = await somePayouts({ reserveDays: 14 });
    await world.payee('ada', '10');
    world.on('2026-02-10');
    await world.earn('ada', '5');
    await world.state('ada');
    const proposedOn = async (day: string) => {
      world.on(day);
      return (await world.propose()).items.map(({ amount }) => amount);
    };

    expect(await proposedOn('2026-02-14')).toEqual([]);
    expect(await proposedOn('2026-02-15')).toEqual([nanos('10')]);
    expect(await proposedOn('2026-02-23')).toEqual([nanos('10')]);
    expect(await proposedOn('2026-02-24')).toEqual([nanos('15')]);
  });

  it('carries a negative balance until more is earned than that', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.paid();
    await world.earn('ada', '-3');
    await world.state('ada');
    await world.earn('ada', '2');
    await world.state('ada');

    expect((await world.propose()).items).toEqual([]);
    expect(await owed(world, 'ada')).toBe(nanos('-1'));

    await world.earn('ada', '4');
    await world.state('ada');

    expect((await world.propose()).items.map(({ amount }) => amount)).toEqual([nanos('3')]);
  });

  it('takes the higher threshold of the two, and pays nothing that the fee would eat up', async () => {
    const world = await somePayouts({
      thresholds: { EUR: '1.00' },
      fees: { sepa: { EUR: '2.00' } },
    });
    await world.payee('ada', '30');
    await world.payee('bob', '2.00');
    await world.method('ada', aSepaMethod(), { thresholds: { EUR: '50.00' } });

    const { leftOutBy } = await world.propose();

    expect(leftOutBy).toEqual({ 'below-threshold': 1, 'below-fee': 1 });
  });

  it('names the payee to go on after, where there are more than one run takes', async () => {
    const world = await somePayouts();
    await Promise.all(Array.from({ length: 3 }, (_, index) => world.payee(`payee-${index}`, '1')));

    const { items } = await world.propose({ after: 'payee-0' });

    expect(items.map(({ payee }) => payee)).toEqual(['payee-1', 'payee-2']);
  });
});

describe('a run of payouts', () => {
  it('takes nothing before another key has approved it', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const { id } = await world.prepare();

    expect((await refusalOf(world.submit(id))).code).toBe('payout.run-not-open');
    expect((await refusalOf(world.approve(id, 'key-1'))).code).toBe('payout.same-key');
    expect(await owed(world, 'ada')).toBe(nanos('10'));

    await world.approve(id);
    const run = await world.submit(id);

    expect([run.status, run.approvedBy]).toEqual(['submitted', 'key-2']);
    expect(await owed(world, 'ada')).toBe(0n);
    expect(await world.standsAt('payout:sepa')).toBe(nanos('-10'));
  });

  it('is the same run where it is asked for again, and another request under its key is refused', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const run = await world.prepare();
    await world.earn('ada', '5');
    await world.state('ada');

    expect(await world.prepare()).toEqual(run);
    expect((await refusalOf(world.prepare({ payOn: '2026-02-10' }))).code).toBe(
      'request.idempotency-key-reused',
    );
  });

  it('leaves out whose method has changed since it was prepared, and says so', async () => {
    const world = await somePayouts({ methodWaitDays: 7 });
    await world.payee('ada', '10');
    await world.payee('bob', '20');
    await world.method('ada', aSepaMethod({ iban: 'FR1420041010050500013M02606' }));
    world.on('2026-02-07');
    const { id } = await world.prepare();
    await world.approve(id);
    world.on('2026-02-09');

    const run = await world.submit(id);

    expect(run.without).toEqual([{ place: 0, why: 'method-changed' }]);
    expect([await owed(world, 'ada'), await owed(world, 'bob')]).toEqual([nanos('10'), 0n]);
    expect(await world.file(id)).not.toContain('FR1420041010050500013M02606');
  });

  it('leaves out who has less to come by now, and two runs do not take the same money', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.payee('bob', '20');
    const first = await world.prepare({ key: 'one' });
    const second = await world.prepare({ key: 'two' });
    await world.earn('bob', '-1');
    await world.approve(first.id);
    await world.approve(second.id);

    const [one, two] = await Promise.all([world.submit(first.id), world.submit(second.id)]);

    const left = [one, two].map(({ without }) => without.length).toSorted();
    expect(left).toEqual([1, 2]);
    expect([await owed(world, 'ada'), await owed(world, 'bob')]).toEqual([0n, nanos('19')]);
  });

  it('is not cancelled once balances are taken from, and takes nothing once it is cancelled', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    const { id } = await world.paid();
    const { id: other } = await world.prepare({ key: 'other', payees: ['ada'] }).catch(() => ({
      id: '',
    }));

    expect((await refusalOf(world.cancel(id))).code).toBe('payout.run-not-open');
    expect(other).toBe('');

    await world.earn('ada', '1');
    await world.state('ada');
    const next = await world.prepare({ key: 'next' });
    await world.approve(next.id);
    await world.cancel(next.id);

    expect((await refusalOf(world.submit(next.id))).code).toBe('payout.run-not-open');
  });

  it('earns the fee, and pays out the rest', async () => {
    const world = await somePayouts({ fees: { sepa: { EUR: '0.35' } } });
    await world.payee('ada', '10');
    const { id } = await world.paid();
    await world.tell('settled', id, { amount: '9.65' });

    expect(await world.standsAt('payout:sepa')).toBe(0n);
    expect(await world.standsAt('cash:sepa')).toBe(nanos('-9.65'));
    expect(await world.standsAt('revenue:other:payout-fees')).toBe(nanos('-0.35'));
    expect((await world.check()).faults).toEqual([]);
  });

  it('is done once all of it is settled or came back', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.payee('bob', '20');
    const { id } = await world.paid();
    const items = await world.runs.items('acme', (await world.run(id)).items, 0);
    await world.tell('settled', items[0]?.payout ?? '');
    world.on('2026-02-20');

    expect(await world.look(id)).toMatchObject({ run: { status: 'submitted' }, overdueDays: 18 });

    await world.tell('returned', items[1]?.payout ?? '', { reason: 'AC04' });

    expect((await world.run(id)).status).toBe('done');
    expect(await world.states(id)).toEqual({ inTransit: 0, settled: 1, returned: 1 });
  });

  it('gives back what a process took that came late, as the run says that it was left out', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.payee('bob', '20');
    const { id } = await world.prepare();
    await world.earn('ada', '-5');
    await world.approve(id);
    const run = await world.submit(id);
    await world.earn('ada', '5');
    const items = await world.runs.items('acme', run.items, 0);
    const late = { run: id, rail: run.rail, items, timeZone: utc, reserveDays: 0 };
    await world.ports.books.take('acme', late);

    expect(await owed(world, 'ada')).toBe(0n);

    await world.look(id);

    expect(await owed(world, 'ada')).toBe(nanos('10'));
    expect(await world.file(id)).not.toContain('<NbOfTxs>2</NbOfTxs>');
  });

  it('stays open past its last outcome until what came late is given back', async () => {
    const world = await somePayouts();
    await world.payee('ada', '10');
    await world.payee('bob', '20');
    const { id } = await world.prepare();
    await world.earn('ada', '-5');
    await world.approve(id);
    const run = await world.submit(id);
    await world.earn('ada', '5');
    const items = await world.runs.items('acme', run.items, 0);
    const late = { run: id, rail: run.rail, items, timeZone: utc, reserveDays: 0 };
    await world.ports.books.take('acme', late);
    world.on('2026-02-20');

    await world.tell('settled', items.find(({ payee }) => payee === 'bob')?.payout ?? '');

    expect((await world.run(id)).status).toBe('submitted');
    expect(await world.look(id)).toMatchObject({ run: { status: 'done' } });
    expect(await owed(world, 'ada')).toBe(nanos('10'));
  });
});
