import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../../core/books/check.ts';
import { payeeDocumentsBefore } from '../../../core/books/payee-documents.ts';
import { findDocument } from '../../../core/books/reading.ts';
import type { PayeeStatement } from '../../../core/contract/payee-statements/statement.ts';
import {
  makeStatements,
  type StatementRun,
} from '../../../core/earnings/statements/make-statements.ts';
import { type Month, monthFrom } from '../../../core/kernel/month.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { recordPayeeStatements } from '../../../core/payees/record-payee-statements.ts';
import { recordPayouts } from '../../../core/payees/record-payouts.ts';
import type { PayeeRecord } from '../../../core/shares/ports.ts';
import { inMemoryBillingSettings } from '../../fakes/billing-settings.ts';
import { inMemoryPayees } from '../../fakes/shares.ts';
import { decimal } from '../../fixtures/invoicing.ts';
import { ada, registered } from '../../fixtures/payee-statements.ts';
import {
  aPayout,
  aStatement,
  booksOfPayees,
  DAY,
  exact,
  nanos,
  tenant,
} from '../../support/payees-in-books.ts';

const [july, august] = [monthFrom('2026-07'), monthFrom('2026-08')];
const paris = timeZoneFrom('Europe/Paris', 'timezone');
const seller = {
  name: 'Revue SAS',
  taxNumber: 'FR40303265045',
  address: { lines: ['1 rue de la Paix'], postalCode: '75002', city: 'Paris', country: 'FR' },
};

async function aWorld(bodies: Readonly<Record<string, PayeeRecord['body']>>) {
  const world = booksOfPayees();
  const payees = inMemoryPayees();
  for (const [key, body] of Object.entries(bodies)) {
    await payees.put(tenant, { key, revision: 1, body });
  }
  const body = { seller, timezone: 'Europe/Paris' };
  const settings = inMemoryBillingSettings();
  await settings.put({ tenant, revision: 1, body });
  const meanwhile: { happens: () => Promise<unknown> } = { happens: async () => undefined };
  const asked: typeof payees = {
    ...payees,
    get: async (...of) => {
      await meanwhile.happens();
      return payees.get(...of);
    },
  };
  let asOf = 0;
  return {
    ...world,
    meanwhile,
    earn: (month: Month, amounts: Readonly<Record<string, string>>) => {
      asOf += 1;
      return postShares(
        world.books,
        tenant,
        { month, asOf, timeZone: paris },
        Object.entries(amounts).map(([payee, amount]) => ({
          ...{ payee, currency: 'EUR' as const },
          earned: [{ meter: 'views', exact: exact(amount) }],
        })),
      );
    },
    make: (run: Partial<StatementRun> & Pick<StatementRun, 'month' | 'payees'>) =>
      makeStatements({ ...world, settings, payees: asked }, tenant, {
        linesOf: () => undefined,
        ...run,
      }),
    /** Of a payee, the latest first. */
    async statements(payee: string): Promise<readonly PayeeStatement[]> {
      const found: PayeeStatement[] = [];
      const entries = payeeDocumentsBefore(world.books, tenant, { payee, before: undefined });
      for await (const { id, kind } of entries) {
        if (kind !== 'payee-statement') continue;
        const document = (await findDocument(world, tenant, id))?.document;
        if (document?.kind !== 'payee-statement') continue;
        found.push(JSON.parse(document.content) as PayeeStatement);
      }
      return found;
    },
    faults: async () => (await catchUpAndCheck(world, tenant)).faults,
  };
}

describe('statements of a month', () => {
  it('are made once of each payee, however often they are asked for', async () => {
    const world = await aWorld({ ada: registered, bob: ada });
    await world.earn(july, { ada: '10.004', bob: '3' });
    const run = { month: july, payees: ['ada', 'bob'] };

    expect(await world.make(run)).toEqual({ made: 2, already: 0, nothing: 0, again: 0 });
    expect(await world.make(run)).toEqual({ made: 0, already: 0, nothing: 0, again: 0 });

    expect(await world.statements('ada')).toMatchObject([
      { number: 'SB-2026-000001', subtotal: '10.00', total: '12.00', carriedOut: '0.004' },
    ]);
    expect(await world.statements('bob')).toMatchObject([{ number: null, due: '3.00' }]);
    expect(await world.faults()).toEqual([]);
  });

  it('leave what comes late to the next, which says what it changes, and carry on below a cent', async () => {
    const world = await aWorld({ ada: registered });
    await world.earn(july, { ada: '10.004' });
    await world.make({ month: july, payees: ['ada'] });
    await world.earn(july, { ada: '9.0' });
    expect(await world.make({ month: july, payees: ['ada'] })).toMatchObject({ made: 0 });
    world.clock.at += 30 * DAY;
    await world.earn(august, { ada: '4' });

    await world.make({ month: august, payees: ['ada'] });

    const [latest] = await world.statements('ada');
    expect(latest).toMatchObject({
      ...{ number: 'SB-2026-000002', ordinal: 2, subtotal: '3.00' },
      ...{ carriedIn: '0.004', carriedOut: '0' },
      corrects: [{ number: 'SB-2026-000001', period: '2026-07' }],
      account: { opening: '12.004', earned: '2.996', vat: '0.6', closing: '15.6' },
    });
    expect(latest?.lines).toMatchObject([
      { kind: 'adjustment', month: '2026-07', exactAmount: '-1.004' },
      { kind: 'meter', month: '2026-08', exactAmount: '4' },
      { kind: 'carried-in', exactAmount: '0.004' },
    ]);
    expect(await world.faults()).toEqual([]);
  });

  it('say the content that was used, where it is told', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '1.5' });
    const line = { share: 'authors', meter: 'views', quantity: decimal('5') };

    await world.make({
      ...{ month: july, payees: ['ada'] },
      linesOf: () => [
        { ...line, value: 'b', exact: exact('0.5') },
        { ...line, value: 'a', exact: exact('1') },
      ],
    });

    const [{ lines = [] } = {}] = await world.statements('ada');
    expect(lines).toMatchObject([
      { kind: 'content', value: 'a', amount: '1.00' },
      { kind: 'content', value: 'b', amount: '0.50' },
    ]);
  });

  it('say what was paid out since the one before', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '10' });
    await world.make({ month: july, payees: ['ada'] });
    await recordPayouts(world.books, tenant, [aPayout({ payee: 'ada', amount: nanos('10') })]);
    await world.earn(august, { ada: '1' });

    await world.make({ month: august, payees: ['ada'] });

    const [latest] = await world.statements('ada');
    expect(latest).toMatchObject({
      movements: [{ kind: 'payout', rail: 'sepa', reference: 'E2E-1', amount: '10' }],
      account: { opening: '10', paidOut: '10', closing: '1' },
    });
  });

  it('say what of a payout was its fee, and what came to the payee', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '10.5' });
    await world.make({ month: july, payees: ['ada'] });
    const amounts = { amount: nanos('10.5'), fee: nanos('0.1') };
    await recordPayouts(world.books, tenant, [aPayout({ payee: 'ada', ...amounts })]);

    await world.make({ month: august, payees: ['ada'] });

    const [latest] = await world.statements('ada');
    expect(latest).toMatchObject({
      movements: [{ kind: 'payout', amount: '10.5', fee: '0.1', net: '10.4' }],
      account: { opening: '10.5', paidOut: '10.5', closing: '0' },
    });
  });

  it('are not made of less than a minor unit, which is on the next one', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '0.004' });

    expect(await world.make({ month: july, payees: ['ada'] })).toMatchObject({
      made: 0,
      nothing: 1,
    });
    await world.earn(august, { ada: '0.001' });
    await world.make({ month: august, payees: ['ada'] });

    const [only, ...others] = await world.statements('ada');
    expect(only).toMatchObject({ period: { month: august }, due: '0.01', carriedOut: '-0.005' });
    expect(others).toEqual([]);
  });

  it('say nothing of a month that was taken back and earned again', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '12' });
    await world.make({ month: july, payees: ['ada'] });
    await world.earn(july, { ada: '0' });
    await world.earn(july, { ada: '12' });

    expect(await world.make({ month: august, payees: ['ada'] })).toMatchObject({ made: 0 });
    await world.earn(august, { ada: '3' });
    await world.make({ month: august, payees: ['ada'] });

    const [latest] = await world.statements('ada');
    expect(latest?.lines).toMatchObject([{ kind: 'meter', month: august, amount: '3.00' }]);
    expect(latest?.lines).toHaveLength(1);
  });

  it('wait of a key that is no payee’s', async () => {
    const world = await aWorld({});
    await world.earn(july, { nobody: '10' });

    expect(await world.make({ month: july, payees: ['nobody'] })).toEqual({
      ...{ made: 0, already: 0, nothing: 0, again: 0 },
    });
  });

  it('are numbered without a gap over blocks of the books, also where two make them at once', async () => {
    const keys = Array.from({ length: 130 }, (_, index) => `p${index}`);
    const world = await aWorld(Object.fromEntries(keys.map((key) => [key, registered])));
    await world.earn(july, Object.fromEntries(keys.map((key) => [key, '1'])));
    const run = { month: july, payees: keys };

    const [one, other] = await Promise.all([world.make(run), world.make(run)]);

    expect(one.made + other.made).toBe(130);
    expect(one.again + other.again).toBe(0);
    const numbers = await Promise.all(
      keys.map(async (key) => (await world.statements(key))[0]?.number),
    );
    expect(numbers.toSorted()).toEqual(
      keys.map((_, index) => `SB-2026-${String(index + 1).padStart(6, '0')}`),
    );
    expect(await world.faults()).toEqual([]);
  });

  it('are looked at again where more comes while they are made', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '10' });
    world.meanwhile.happens = () => world.earn(july, { ada: '11' });

    expect(await world.make({ month: july, payees: ['ada'] })).toEqual({
      ...{ made: 0, already: 0, nothing: 0, again: 1 },
    });
    world.meanwhile.happens = async () => undefined;
    expect(await world.make({ month: july, payees: ['ada'] })).toMatchObject({ made: 1 });
    expect(await world.statements('ada')).toMatchObject([{ due: '11.00' }]);
  });

  it('are refused where more has come by the block that they would be put in', async () => {
    const world = await aWorld({ ada });
    await world.earn(july, { ada: '10' });
    const none = nanos('0');
    const come = { opening: none, earned: nanos('9'), claimed: none, paidOut: none };

    const outcomes = await recordPayeeStatements(world.books, tenant, [
      aStatement({ payee: 'ada', come }),
      aStatement({ payee: 'ada', come: { ...come, earned: nanos('10') } }),
    ]);

    expect(outcomes).toMatchObject([
      { outcome: 'refused', because: 'out-of-turn' },
      { outcome: 'recorded' },
    ]);
  });
});
