import { describe, expect, it } from '@jest/globals';
import { millisecondsPer } from '../../../core/kernel/timestamp.ts';
import { lookAtPayouts, type PayoutNotice } from '../../../core/payouts/look-at-payouts.ts';
import type { MethodChange } from '../../../core/payouts/payee-payout.ts';
import type { PayoutRun } from '../../../core/payouts/run.ts';
import { tellMethodsOf } from '../../../core/payouts/tell-methods.ts';
import { tellPayouts } from '../../../core/payouts/tell-payouts.ts';
import { anIban, aSepaMethod, somePayouts, tenant } from '../../support/some-payouts.ts';

const otherIban = 'FR1420041010050500013M02606';

async function aWorld(settings: Readonly<Record<string, unknown>> = {}) {
  const world = await somePayouts(settings);
  const notices: PayoutNotice[] = [];
  const told: MethodChange[] = [];
  const runsTold: string[] = [];
  let isDown = false;
  const ports = {
    ...world.ports,
    teller: {
      async tell(_: string, change: MethodChange): Promise<void> {
        if (isDown) throw new Error('nobody is there');
        told.push(change);
      },
      async tellRun(_: string, run: PayoutRun): Promise<void> {
        if (isDown) throw new Error('nobody is there');
        runsTold.push(run.id);
      },
    },
    onNotice: (notice: PayoutNotice): void => {
      notices.push(notice);
    },
  };
  return {
    ...{ world, ports, notices, told, runsTold },
    look: () => lookAtPayouts(ports, tenant),
    ibansTold: () => told.map(({ after }) => (after.method === 'sepa' ? after.iban : after.method)),
    down: (is: boolean): void => {
      isDown = is;
    },
  };
}

describe('a changed method of a payee', () => {
  it('is told once, be it by the message of then or by the look after', async () => {
    const { world, ports, look, ibansTold } = await aWorld();
    await world.method('ada');
    await tellMethodsOf(ports, tenant, 'ada');
    await world.method('ada', aSepaMethod({ iban: otherIban }));

    await look();
    await look();
    await tellMethodsOf(ports, tenant, 'ada');

    expect(ibansTold()).toEqual([anIban, otherIban]);
  });

  it('is told when somebody is there again, each of several, and none is lost', async () => {
    const { world, look, ibansTold, down } = await aWorld();
    await world.method('ada');
    await world.method('ada', aSepaMethod({ iban: otherIban }));
    down(true);
    await expect(look()).rejects.toThrow('nobody is there');
    await world.method('ada', aSepaMethod());
    down(false);

    await look();

    expect(ibansTold()).toEqual([anIban, otherIban, anIban]);
  });

  it('leaves the revision as it was, which whoever replaces it names', async () => {
    const { world, look } = await aWorld();
    const { payout } = await world.method('ada');
    await look();

    const { revision } = payout;
    const again = await world.method('ada', { method: 'manual' }, { revision });

    expect(again.payout.revision).toBe(revision + 1);
  });
});

describe('the hourly look at what a tenant pays out', () => {
  it('prepares the run of a month on its day, once, for a person to approve', async () => {
    const { world, look } = await aWorld({ schedule: { day: 5, rail: 'sepa' } });
    await world.payee('ada', '12');
    await look();
    world.on('2026-02-05');

    await look();
    world.pass(millisecondsPer.hour);
    await look();

    expect(world.runs.all()).toMatchObject([{ status: 'prepared', madeBy: 'schedule', count: 1 }]);
    const [{ id = '' } = {}] = world.runs.all();
    expect((await world.approve(id, 'key-1')).status).toBe('approved');
  });

  it('tells of a run that waits for approval, once, as it is prepared', async () => {
    const { world, look, runsTold, down } = await aWorld({ schedule: { day: 5, rail: 'sepa' } });
    await world.payee('ada', '12');
    world.on('2026-02-05');
    down(true);
    await expect(look()).rejects.toThrow('nobody is there');
    down(false);

    await look();
    await look();

    expect(runsTold).toEqual(world.runs.all().map(({ id }) => id));
    expect(runsTold).toHaveLength(1);
  });

  it('tells of no run that was approved before anybody could be told', async () => {
    const { world, look, runsTold } = await aWorld();
    await world.payee('ada', '12');
    const { id } = await world.prepare();
    await world.approve(id);

    await look();

    expect(runsTold).toEqual([]);
  });

  it('notes what came back, where whoever told it died before', async () => {
    const { world, ports, look } = await aWorld();
    await world.payee('ada', '12');
    await world.payee('bob', '5');
    const run = await world.paid();
    const [first] = await world.runs.items(tenant, run.items, 0);
    const dying = {
      ...ports,
      payouts: { ...ports.payouts, getAll: () => Promise.reject(new Error('died')) },
    };
    const outcome = { kind: 'returned', of: first?.payout ?? '', reference: 'R1' } as const;
    const told = tellPayouts(dying, tenant, { ...outcome, on: world.today(), reason: 'AC04' });
    await expect(told).rejects.toThrow('died');
    expect((await world.propose()).items).toHaveLength(1);

    await look();

    expect((await world.propose()).leftOut).toMatchObject([{ payee: 'ada', why: 'came-back' }]);
  });

  it('tells that a run could not be prepared, and what to do', async () => {
    const { world, look, notices } = await aWorld();
    await world.settle({ from: undefined, schedule: { day: 1, rail: 'sepa' } });
    await world.payee('ada', '12');

    await look();

    expect(notices).toMatchObject([
      { event: 'payout.stuck', tenant, detail: expect.stringContaining('from which account') },
    ]);
  });

  it('tells of payouts that are under way for longer than the tenant expects', async () => {
    const { world, look, notices } = await aWorld({ inTransitDays: 3 });
    await world.payee('ada', '12');
    const { id } = await world.paid();
    world.on('2026-02-05');
    await look();
    expect(notices).toEqual([]);
    world.on('2026-02-06');

    await look();

    expect(notices).toMatchObject([{ run: id, detail: expect.stringContaining('4 days') }]);
  });

  it('goes on with a run that somebody died over, and ends one of which all is told', async () => {
    const { world, look } = await aWorld();
    await world.payee('ada', '12');
    const { id } = await world.prepare();
    await world.approve(id);
    const run = await world.run(id);
    await world.runs.put({ ...run, status: 'submitting', revision: run.revision + 1 });
    world.pass(millisecondsPer.hour);
    await look();
    await world.tell('settled', id);
    world.pass(2 * millisecondsPer.hour);

    await look();

    expect((await world.run(id)).status).toBe('done');
  });
});
