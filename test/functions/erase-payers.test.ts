import { describe, expect, it } from '@jest/globals';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import { someSettings } from '../fixtures/plans.ts';
import {
  aCustomerWhoIsBilled,
  aCustomerWhoLeft,
  aWorld,
  countsOf,
  keptIn,
} from '../support/a-payers-world.ts';
import { at, billed, invoicesOf, viewsOf } from '../support/billed-tenant.ts';
import { use } from '../support/some-billing.ts';

describe('erasing a payer without a profile', () => {
  it('leaves nothing by which its usage is found', async () => {
    const { used, places, erase } = await aWorld();
    await used([...viewsOf('reader-7', 2), ...viewsOf('reader-8', 2)]);

    const { status, body } = await erase('subject:reader-7');

    expect(status).toBe(200);
    expect(countsOf(body)).toEqual({ salts: 1 });
    expect(body).not.toHaveProperty('again');
    expect(await places('subject:reader-7')).toEqual([]);
    expect(await places('subject:reader-8')).toEqual(['salts', 'totals', 'events']);
  });

  it('changes nothing of what is billed for its open month', async () => {
    const { billing, used, erase } = await aWorld();
    await used(viewsOf('reader-7', 8));

    await erase('subject:reader-7');
    await billed(billing);

    expect(await invoicesOf(billing)).toMatchObject([
      { customer: expect.stringMatching(/^subject:pseudonym:/), total: '2.00' },
    ]);
  });

  it('changes nothing of what is billed already, as its pseudonym is the payer', async () => {
    const { billing, used, erase, places } = await aWorld();
    await used(viewsOf('reader-7', 8));
    await billed(billing);
    await erase('subject:reader-7');

    billing.time.now = at('2026-03-03T00:00:00Z');
    await billed(billing, { period: '2026-02' });

    expect(await invoicesOf(billing)).toHaveLength(1);
    expect(await places('subject:reader-7')).toEqual([]);
  });

  it('says what would go, and changes nothing, where it is dry', async () => {
    const { used, places, erase } = await aWorld();
    await used(viewsOf('reader-7', 2));

    const { body } = await erase('subject:reader-7', { dryRun: true });

    expect(body).toMatchObject({ dryRun: true, payer: 'subject:reader-7' });
    expect(countsOf(body)).toEqual({ salts: 1 });
    expect(await places('subject:reader-7')).toEqual(['salts', 'totals', 'events']);
  });

  it('takes nothing more when it is asked for again, and begins anew with what is used later', async () => {
    const { billing, used, places, erase } = await aWorld();
    await used(viewsOf('reader-7', 2));
    await erase('subject:reader-7');

    expect(countsOf((await erase('subject:reader-7')).body)).toEqual({});
    billing.time.now = at('2026-02-03T00:15:00Z');
    await used(viewsOf('reader-7', 1, '2026-02-02'));
    expect(await places('subject:reader-7')).toContain('events');
  });

  it('names what stays, and until when', async () => {
    const { billing, erase } = await aWorld();
    await use(billing, viewsOf('reader-7', 8));
    await billed(billing);

    const { body } = await erase('subject:reader-7');

    expect(keptIn(body)).toEqual([
      ...['documents', 'usage-in-clear', 'usage-under-pseudonyms', 'billing-runs', 'audit'],
      ...['messages', 'backups'],
    ]);
    expect(body['kept']).toContainEqual(
      expect.objectContaining({ what: 'documents', until: '2037-01-01T00:00:00Z' }),
    );
    expect(body['notCovered']).toHaveLength(4);
  });

  it('is refused where a customer pays for the subject', async () => {
    const { put, erase } = await aWorld();
    await put({ subjects: ['reader-7'] });

    expect((await erase('subject:reader-7')).body).toMatchObject({ code: 'payer.has-customer' });
  });

  it('goes on where it died', async () => {
    const { payers, used, places, erase } = await aWorld();
    await used(viewsOf('reader-7', 2));
    const { drop } = payers.salts;
    payers.salts.drop = async () => {
      payers.salts.drop = drop;
      throw new Error('no answer');
    };

    const { status } = await erase('subject:reader-7');
    await erase('subject:reader-7');

    expect(status).toBe(500);

    expect(await places('subject:reader-7')).toEqual([]);
  });

  it('empties what is closed in quarantine, and names what is open', async () => {
    const { payers, erase } = await aWorld();
    const entries = viewsOf('reader-7', 2).map((event) =>
      quarantineEntryOf('acme', event, 'too-old', at('2026-02-03T00:00:00Z')),
    );
    for (const entry of entries) await payers.quarantine.put(entry);
    const [first] = entries;
    if (first !== undefined) {
      await payers.quarantine.put({
        ...first,
        status: 'dismissed',
        dismissal: 'late',
        revision: 2,
      });
    }

    const { body } = await erase('subject:reader-7');

    expect(countsOf(body)).toEqual({ quarantine: 1 });
    expect(keptIn(body)).toContain('quarantine');
    const left = await payers.quarantine.list('acme', { after: '', limit: 10 });
    expect(left.map(({ status, event: { subject } }) => [status, subject]).sort()).toEqual([
      ['dismissed', 'erased'],
      ['open', 'reader-7'],
    ]);
  });
});

describe('erasing a customer', () => {
  it('is refused while it is one, with nothing changed', async () => {
    const { put, places, erase } = await aWorld();
    await put();
    const before = await places('ada');

    expect((await erase('ada')).body).toMatchObject({ code: 'payer.in-use' });
    expect(await places('ada')).toEqual([...before]);
  });

  it('is refused for more subjects than a person has', async () => {
    const { put, erase } = await aWorld();
    await put({ subjects: Array.from({ length: 101 }, (_, index) => `reader-${index}`) });
    await put({ archived: true });

    expect((await erase('ada')).body).toMatchObject({ code: 'payer.too-many-subjects' });
  });

  it('leaves what its open months take, and says from when on that can go', async () => {
    const { billing, erase, held } = await aCustomerWhoLeft();

    const { body } = await erase('ada');

    expect(countsOf(body)).toEqual({ customer: 1, 'customer-history': 1 });
    expect(body['again']).toBe('2026-06-01T00:00:00Z');
    expect(keptIn(body)).toContain('customer');
    const [customer] = await held('ada');
    expect(customer).toMatchObject({ place: 'customer', record: { name: 'Ada Byron' } });
    expect(JSON.stringify(customer)).not.toMatch(/example|17/);
    billing.time.now = at('2026-03-03T00:00:00Z');
    await billed(billing, { period: '2026-02' });
    expect(await invoicesOf(billing)).toHaveLength(1);
  });

  it('leaves its documents, and no name but its key, once its months are closed', async () => {
    const { erase, held, places } = await aCustomerWhoIsBilled();
    await erase('ada');

    expect(await places('ada')).toEqual(['customer', 'documents', 'audit']);
    const [customer] = await held('ada');
    expect(customer?.record).toMatchObject({ name: 'erased', subjects: [] });
    expect(customer?.record).not.toHaveProperty('tenures');
    expect(await places('subject:ada')).toEqual(['totals', 'events', 'audit']);
  });

  it('waits for no month that no run closes, as it never had a plan', async () => {
    const { billing, payers, put, erase, held } = await aWorld();
    const body = someSettings({ defaultPlan: 'dear', defaultPlanFrom: '2030-01-01' });
    await payers.settings.put({ tenant: 'acme', revision: 2, body });
    await put({ plan: undefined });
    await put({ plan: undefined, archived: true });

    expect((await erase('ada')).body).toHaveProperty('again', '2026-06-01T00:00:00Z');
    billing.time.now = at('2026-06-01T00:00:00Z');
    expect((await erase('ada')).body).not.toHaveProperty('again');

    expect((await held('ada'))[0]?.record).toMatchObject({ name: 'erased' });
  });

  it('bills nothing of it again', async () => {
    const { billing, erase } = await aCustomerWhoIsBilled();
    await erase('ada');
    const before = billing.log.blocksOf('acme').length;

    await billed(billing, { period: '2026-05' });

    expect(billing.log.blocksOf('acme')).toHaveLength(before);
    expect(billing.notices).toEqual([]);
  });

  it('goes on where it died, also where the customer had a pseudonym', async () => {
    const world = await aCustomerWhoIsBilled({ hasPseudonym: true });
    const { payers, erase, places } = world;
    const { dropPast } = payers.customers;
    payers.customers.dropPast = async () => {
      payers.customers.dropPast = dropPast;
      throw new Error('no answer');
    };

    const { status } = await erase('ada');
    const again = await erase('ada');

    expect([status, again.status]).toEqual([500, 200]);
    expect(await places('ada')).toEqual(['customer', 'documents', 'audit']);
    expect(await places('subject:ada')).toEqual(['audit']);
  });

  it('keeps what finds its entries of quarantine while one is open', async () => {
    const { payers, erase, held } = await aCustomerWhoIsBilled();
    const [event] = viewsOf('ada', 1);
    if (event === undefined) throw new Error('there is a view');
    const entry = quarantineEntryOf('acme', event, 'too-old', at('2026-06-01T00:00:00Z'));
    await payers.quarantine.put(entry);

    const { body } = await erase('ada');
    expect(keptIn(body)).toContain('quarantine');
    await payers.quarantine.put({ ...entry, status: 'dismissed', revision: 2 });

    expect(countsOf((await erase('ada')).body)).toMatchObject({ quarantine: 1, customer: 1 });
    const [customer] = await held('ada');
    expect(customer?.record).toMatchObject({ name: 'erased' });
  });

  it('is refused where somebody put the customer back meanwhile', async () => {
    const { payers, put, erase, held } = await aCustomerWhoIsBilled();
    const { list } = payers.quarantine;
    payers.quarantine.list = async (...asked) => {
      payers.quarantine.list = list;
      await put();
      return list(...asked);
    };

    expect(await erase('ada')).toMatchObject({
      status: 409,
      body: { code: 'customer.changed-meanwhile' },
    });
    expect((await held('ada'))[0]?.record).toMatchObject({ name: 'Ada Byron', subjects: ['ada'] });
  });

  it('leaves alone what is another customer’s by now', async () => {
    const world = await aCustomerWhoLeft();
    await world.put({ subjects: ['ada'] }, 'bob');
    await world.used(viewsOf('ada', 3, '2026-02-21'));

    await world.erase('ada');

    expect(await world.places('ada')).not.toContain('events');
    expect(await world.places('bob')).toContain('events');
  });

  it('lets another customer have the subject', async () => {
    const { erase, put } = await aCustomerWhoIsBilled();
    await erase('ada');

    const { status } = await put({ subjects: ['ada'] }, 'bob');

    expect(status).toBe(201);
  });
});

describe('the audit of an erasure', () => {
  it('says that one was asked for, by whom, and not of whom', async () => {
    const { audit, used, erase } = await aWorld();
    await used(viewsOf('reader-7', 1));

    await erase('subject:reader-7');

    const range = { from: at('2020-01-01T00:00:00Z'), to: at('2030-01-01T00:00:00Z') };
    const { entries } = await audit.list('acme', { ...range, before: undefined, limit: 10 });
    expect(entries).toMatchObject([
      { action: 'POST /v1/erasures', target: '/v1/erasures', answered: { status: 200 } },
    ]);
    expect(entries[0]?.body).toBeUndefined();
    expect(JSON.stringify(entries)).not.toContain('reader-7');
  });
});
