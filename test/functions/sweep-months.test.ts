import { describe, expect, it } from '@jest/globals';
import { documentsIn } from '../../core/books/block.ts';
import { payerOf } from '../../core/books/kinds/kinds.ts';
import { putCustomer } from '../../core/catalog/put-customer.ts';
import { timestampFrom, timestampOf } from '../../core/kernel/timestamp.ts';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aPlan, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { type SomeBilling, setUp, someBilling, use, workOff } from '../support/some-billing.ts';

const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);

const aView = (subject: string, time: string) =>
  aUsageEvent({ id: `${subject} ${time}`, subject, occurredAt: at(time) });

const press = aCustomer({
  key: 'press',
  subjects: ['app-1'],
  plan: [{ plan: 'reader', from: '1970-01-01' }],
});

/** Counts how often somebody searches a partition of the totals. */
function countingReads({ totals }: SomeBilling): { reads: number } {
  const counts = { reads: 0 };
  const readRange = totals.readRange.bind(totals);
  totals.readRange = (range) => {
    counts.reads += 1;
    return readRange(range);
  };
  return counts;
}

/** A tenant with a customer and, unless the default plan is left out, subjects that pay for themselves. */
async function aTenant(settings = someSettings({ defaultPlan: 'reader' })) {
  const billing = someBilling();
  await setUp(billing, { settings, plans: { reader: aPlan() }, customers: [press] });
  const counts = countingReads(billing);
  let done = 0;
  const sweepAt = async (time: string, again = false) => {
    billing.time.now = at(time);
    await billing.queue.send([JSON.stringify({ kind: 'sweep', again })]);
    done = await workOff(billing, done);
  };
  const ask = billingInterface(billing);
  const runOf = async (period: string) =>
    (await ask('GET /v1/billing-runs/{period}', { params: { period } })).body;
  return { billing, counts, sweepAt, runOf, ask };
}

describe('a sweep', () => {
  it('bills what is due and open', async () => {
    const { billing, sweepAt, runOf } = await aTenant(someSettings());
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    await sweepAt('2026-02-03T00:00:00Z');

    expect(await runOf('2026-01')).toMatchObject({ status: 'done', counts: { closed: 1 } });
  });

  it('leaves a month alone until its grace is over', async () => {
    const { billing, sweepAt, runOf } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    await sweepAt('2026-02-01T23:00:00Z');

    expect(await runOf('2026-01')).toMatchObject({ status: 'open', counts: { closed: 0 } });
  });

  it('leaves the months before a customer’s first plan alone', async () => {
    const { billing, sweepAt, runOf } = await aTenant(someSettings());
    const plan = [{ plan: 'reader', from: '2026-01-20' }];
    const radio = aCustomer({ key: 'radio', subjects: ['app-2'], plan });
    await putCustomer(billing.rating.customers, 'acme', {
      customer: radio,
      now: billing.clock.now(),
      replaces: undefined,
    });

    await sweepAt('2026-02-03T00:00:00Z');

    expect(await runOf('2026-01')).toMatchObject({ counts: { closed: 2 } });
    expect(await runOf('2025-11')).toMatchObject({
      counts: { closed: 1, parked: 0, open: 0 },
      customers: [{ customer: 'press' }],
    });
  });

  it('goes on with what waits of a month however long ago, and bills nobody else for it', async () => {
    const { billing, sweepAt, runOf } = await aTenant(someSettings({ approval: true }));
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    await sweepAt('2026-02-03T00:00:00Z');
    const radio = aCustomer({ key: 'radio', subjects: ['app-2'], plan: press.plan ?? [] });
    await putCustomer(billing.rating.customers, 'acme', {
      customer: radio,
      replaces: undefined,
      now: billing.time.now,
    });
    const body = someSettings({ approval: false });
    await billing.rating.settings.put({ tenant: 'acme', revision: 2, body });

    await sweepAt('2026-08-03T00:00:00Z');
    expect(await runOf('2026-01')).toMatchObject({ counts: { closed: 0, parked: 1 } });
    const noticed = billing.notices.length;
    await sweepAt('2026-08-03T00:00:00Z', true);

    expect(await runOf('2026-01')).toMatchObject({
      customers: [
        { customer: 'press', status: 'closed' },
        { customer: 'radio', status: 'open' },
      ],
    });
    expect(billing.notices.slice(noticed)).toContainEqual(
      expect.objectContaining({ event: 'billing.overdue', period: '2026-01' }),
    );
  });

  it('leaves a month of long ago alone while something of it is in quarantine, and closes it then', async () => {
    const { billing, sweepAt, runOf } = await aTenant(someSettings());
    const event = aView('app-1', '2026-01-14T10:00:00Z');
    const entry = quarantineEntryOf('acme', event, 'conflict', billing.time.now);
    await billing.quarantine.put(entry);
    await sweepAt('2026-02-03T00:00:00Z');

    await sweepAt('2026-08-03T00:00:00Z', true);
    expect(await runOf('2026-01')).toMatchObject({
      customers: [{ customer: 'press', status: 'parked', code: 'quarantine-open' }],
    });

    await billing.quarantine.put({ ...entry, status: 'retried', revision: 2 });
    await sweepAt('2026-08-04T00:00:00Z', true);
    expect(await runOf('2026-01')).toMatchObject({ counts: { closed: 1, parked: 0 } });
  });

  it('closes a month of long ago past what a person has overruled, and the books keep why', async () => {
    const { billing, sweepAt, runOf, ask } = await aTenant(someSettings({ approval: true }));
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);
    const event = aView('app-1', '2026-01-14T11:00:00Z');
    await billing.quarantine.put(quarantineEntryOf('acme', event, 'conflict', billing.time.now));
    const overrides = [{ check: 'quarantine-open', reason: 'test events' }];
    const headers = { 'content-type': 'application/json' };
    await ask('POST /v1/billing-runs', { body: { period: '2026-01', overrides }, headers });
    await sweepAt('2026-02-03T00:00:00Z');
    expect(await runOf('2026-01')).toMatchObject({
      customers: [{ customer: 'press', status: 'parked', code: 'awaiting-approval' }],
    });
    const body = someSettings({ approval: false });
    await billing.rating.settings.put({ tenant: 'acme', revision: 2, body });

    await sweepAt('2026-08-03T00:00:00Z', true);

    expect(await runOf('2026-01')).toMatchObject({ counts: { closed: 1, parked: 0 } });
    const documents = billing.log.blocksOf('acme').flatMap(({ bytes }) => documentsIn(bytes));
    expect(documents.filter((document) => payerOf(document) === 'press')).toContainEqual(
      expect.objectContaining({ overrides }),
    );
  });

  it('tells in February of a month that waits since October for a person to see repeats', async () => {
    const { billing, sweepAt, runOf } = await aTenant(someSettings());
    await putCustomer(billing.rating.customers, 'acme', {
      customer: { ...press, plan: [{ plan: 'reader', from: '2025-10-01' }] },
      replaces: undefined,
      now: at('2025-10-01T00:00:00Z'),
    });
    const repeated = { id: 'dup-1', subject: 'app-1' };
    await use(billing, [
      aUsageEvent({ ...repeated, occurredAt: at('2025-10-14T10:00:00Z') }),
      aUsageEvent({ ...repeated, occurredAt: at('2025-10-14T10:01:00Z') }),
    ]);
    await sweepAt('2025-11-03T00:00:00Z');
    const noticed = billing.notices.length;

    await sweepAt('2026-02-03T00:00:00Z', true);

    expect(await runOf('2025-10')).toMatchObject({
      status: 'waiting',
      waitingFor: [{ code: 'identity-repeated' }],
    });
    expect(billing.notices.slice(noticed)).toContainEqual(
      expect.objectContaining({ event: 'billing.overdue', period: '2025-10' }),
    );
  });

  it('closes the months after a plan has ended with statements while usage can come, then not at all', async () => {
    const { billing, sweepAt, runOf } = await aTenant(someSettings());
    const plan = [
      { plan: 'reader', from: '2025-01-01' },
      { plan: null, from: '2026-02-01' },
    ];
    const radio = aCustomer({ key: 'radio', subjects: ['app-2'], plan });
    await putCustomer(billing.rating.customers, 'acme', {
      customer: radio,
      replaces: undefined,
      now: billing.time.now,
    });
    for (const month of ['02', '03', '04', '05', '06']) await sweepAt(`2026-${month}-03T00:00:00Z`);

    const ofRadio = async (period: string) =>
      ((await runOf(period))['customers'] as { customer: string; status: string }[])
        .filter(({ customer }) => customer === 'radio')
        .map(({ status }) => status);
    expect(await ofRadio('2026-01')).toEqual(['closed']);
    expect(await ofRadio('2026-02')).toEqual(['closed']);
    expect(await ofRadio('2026-03')).toEqual(['closed']);
    expect(await ofRadio('2026-04')).toEqual([]);
    expect(await ofRadio('2026-05')).toEqual([]);
  });

  it('of a tenant whose settings cannot be read holds up no other', async () => {
    const { billing, runOf } = await aTenant(someSettings());
    const broken = { ...someSettings(), timezone: 'Mars/Olympus' };
    await billing.rating.settings.put({ tenant: 'aardvark', revision: 1, body: broken });

    await billing.queue.send([JSON.stringify({ kind: 'sweep', again: false })]);

    await expect(workOff(billing)).rejects.toThrow('Mars/Olympus');
    await workOff(billing, 2);
    expect(await runOf('2026-01')).toMatchObject({ status: 'done', counts: { closed: 1 } });
  });
});

describe('subjects that pay for themselves', () => {
  it('are found when their month is due, and the month is not searched again each hour', async () => {
    const { billing, counts, sweepAt, runOf } = await aTenant();
    await use(billing, [aView('stranger', '2026-01-14T10:00:00Z')]);

    await sweepAt('2026-02-02T00:35:00Z');

    expect(await runOf('2026-01')).toMatchObject({
      status: 'done',
      customers: [{ customer: 'press' }, { customer: 'subject:stranger', status: 'closed' }],
    });
    counts.reads = 0;
    await sweepAt('2026-02-02T01:35:00Z');
    await runOf('2026-01');
    expect(counts.reads).toBe(0);
  });

  it('whose first usage of a month comes after it was billed are found when the next month is due', async () => {
    const { billing, sweepAt, runOf } = await aTenant();
    await sweepAt('2026-02-02T00:35:00Z');
    await use(billing, [aView('late', '2026-01-31T10:00:00Z')]);

    await sweepAt('2026-02-20T00:35:00Z');
    expect(await runOf('2026-01')).toMatchObject({ customers: [{ customer: 'press' }] });

    await sweepAt('2026-03-02T00:35:00Z');
    expect(await runOf('2026-01')).toMatchObject({
      customers: [{ customer: 'press' }, { customer: 'subject:late', status: 'closed' }],
    });
  });

  it('are not said to be billed before the run that a person asked for has looked', async () => {
    const { billing, sweepAt, runOf, ask } = await aTenant();
    await sweepAt('2026-02-02T00:35:00Z');
    await use(billing, [aView('late', '2026-01-31T10:00:00Z')]);

    const headers = { 'content-type': 'application/json' };
    await ask('POST /v1/billing-runs', { body: { period: '2026-01' }, headers });

    expect(await runOf('2026-01')).toMatchObject({ status: 'open' });
    await workOff(billing, billing.queue.bodies.length - 1);
    expect(await runOf('2026-01')).toMatchObject({ status: 'done', counts: { closed: 2 } });
  });

  it('are no longer listed once a customer pays for them', async () => {
    const { billing, sweepAt, runOf } = await aTenant();
    await use(billing, [aView('app-1', '2026-01-14T10:00:00Z')]);

    await sweepAt('2026-02-02T00:35:00Z');

    expect(await runOf('2026-01')).toMatchObject({ counts: { closed: 1, open: 0 } });
  });
});
