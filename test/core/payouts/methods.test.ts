import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { shownMethod } from '../../../core/payouts/method.ts';
import { methodAt, putPayeePayout } from '../../../core/payouts/payee-payout.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { aSepaMethod, somePayouts } from '../../support/some-payouts.ts';
import { refusalOf } from '../../support/some-sepa.ts';

const other = aSepaMethod({ iban: 'FR1420041010050500013M02606' });

describe('how a payee is paid', () => {
  it('counts at once the first time, and after a week where it is changed', async () => {
    const world = await somePayouts();
    const first = await world.method('ada');
    const { payout, change } = await world.method('ada', other);
    const paidBy = (days: number) =>
      methodAt(payout, (world.world.time.now + days * millisecondsPer.day) as never).payout;

    expect(first.change).toMatchObject({ before: undefined, from: world.world.time.now });
    expect(change).toMatchObject({ before: aSepaMethod(), after: other, version: 2 });
    expect([paidBy(6), paidBy(7)]).toEqual([aSepaMethod(), other]);
  });

  it('stays as it is where thresholds alone are said, and what waits goes on waiting', async () => {
    const world = await somePayouts();
    await world.method('ada', aSepaMethod(), { thresholds: { EUR: '5' } });
    await world.method('ada', other);
    const say = (body: object) =>
      putPayeePayout(world.ports, world.tenant, { payee: 'ada', body, waitDays: 7 });

    const { payout, change } = await say({ thresholds: { EUR: '25' } });

    expect(change).toBeUndefined();
    expect(payout).toMatchObject({
      current: { payout: aSepaMethod() },
      waiting: { payout: other },
    });
    expect([...payout.thresholds]).toEqual([['EUR', nanos('25')]]);
    expect(await refusalOf(say({}))).toMatchObject({ code: 'request.invalid' });
  });

  it('is to be said first, before anything else of it is', async () => {
    const world = await somePayouts();
    const body = { thresholds: { EUR: '25' } };
    const said = putPayeePayout(world.ports, world.tenant, { payee: 'ada', body, waitDays: 7 });

    expect((await refusalOf(said)).code).toBe('payout.method-missing');
  });

  it('is tried again after what came back by word of the tenant alone, never of a payee', async () => {
    const world = await somePayouts();
    await world.method('ada');
    const say = (offered?: readonly ['sepa']) =>
      putPayeePayout(world.ports, world.tenant, {
        ...{ payee: 'ada', body: { tryAgain: true }, waitDays: 7, offered },
      });

    expect(await refusalOf(say(['sepa']))).toMatchObject({
      ...{ code: 'token.not-allowed', param: '/tryAgain' },
    });
    await expect(say()).resolves.toMatchObject({ change: undefined });
  });

  it('waits as long as the tenant says, and not at all where that is no day', async () => {
    const world = await somePayouts({ methodWaitDays: 0 });
    await world.method('ada');
    const { payout } = await world.method('ada', other);

    expect([payout.current.payout, payout.waiting]).toEqual([other, undefined]);
  });

  it('is called off by putting again what was before, and the wait begins anew with each change', async () => {
    const world = await somePayouts();
    await world.method('ada');
    await world.method('ada', other);
    world.pass(3 * millisecondsPer.day);
    const third = await world.method('ada', { method: 'manual' });
    const again = await world.method('ada', { method: 'manual' });
    const calledOff = await world.method('ada');

    expect(third.payout.waiting?.from).toBe(world.world.time.now + 7 * millisecondsPer.day);
    expect([again.change, again.payout]).toEqual([undefined, third.payout]);
    expect([calledOff.payout.waiting, calledOff.change?.before]).toEqual([
      undefined,
      { method: 'manual' },
    ]);
  });

  it('is shown by its last four, and never more', () => {
    const shown = JSON.stringify([
      shownMethod(other),
      shownMethod({ method: 'evm', address: `0x${'ab'.repeat(20)}` }),
    ]);

    expect(shown).toContain('2606');
    expect(shown).not.toMatch(/FR14|abababab/);
  });

  it.each([
    ['an IBAN of which the digits do not fit', { iban: 'DE02120300000000202052' }, '/payout/iban'],
    ['a BIC that can be none', { bic: 'BYLA' }, '/payout/bic'],
    ['a name of which nothing is left for a bank', { holder: '日本' }, '/payout/holder'],
    [
      'an account outside the economic area without an address',
      { iban: 'GB82WEST12345698765432' },
      '/payout/address',
    ],
    [
      'a country that is none',
      { address: { town: 'Paris', country: 'XX' } },
      '/payout/address/country',
    ],
  ])('is refused with %s', async (_, fields, param) => {
    const world = await somePayouts();
    const refused = await refusalOf(world.method('ada', aSepaMethod(fields)));

    expect(refused).toMatchObject({ code: 'payout.method-invalid', param });
  });

  it('is refused where it was changed since it was looked at', async () => {
    const world = await somePayouts();
    await world.method('ada');

    expect((await refusalOf(world.method('ada', other, { revision: 0 }))).code).toBe(
      'payout.changed-meanwhile',
    );
  });
});
