import { describe, expect, it } from '@jest/globals';
import { quarantineEntryOf } from '../../core/metering/quarantine/quarantine.ts';
import { aWorld, type Held, headers } from '../support/a-payers-world.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking, everyItem } from '../support/ask.ts';
import { at, billed, viewsOf } from '../support/billed-tenant.ts';
import { payersHandler } from '../support/changing-handlers.ts';
import { use } from '../support/some-billing.ts';

describe('GET /v1/payers/{key}/held', () => {
  it('has all of a customer: profile, history, subjects, events, what they came to, and documents', async () => {
    const { billing, payers, held, put, used } = await aWorld();
    // Before it has a customer, so under a pseudonym.
    await used(viewsOf('ada', 2));
    await put();
    await put({ email: 'ada@example.org' });
    const [event] = viewsOf('ada', 1, '2025-01-01');
    if (event !== undefined) {
      await payers.quarantine.put(
        quarantineEntryOf('acme', event, 'too-old', at('2026-02-03T00:00:00Z')),
      );
    }
    await billed(billing);

    const records = await held('ada');

    const of = (place: string) =>
      records.flatMap((one) => (one.place === place ? [one.record] : []));
    expect([...new Set(records.map(({ place }) => place))]).toEqual([
      ...['customer', 'customer-history', 'claims', 'salts', 'quarantine', 'totals', 'events'],
      ...['documents', 'audit'],
    ]);
    expect(of('customer')).toMatchObject([{ name: 'Ada Byron', email: 'ada@example.org' }]);
    expect(of('customer-history')).toHaveLength(1);
    expect(of('claims').map(({ subject }) => subject)).toContain('ada');
    expect(of('totals')).toMatchObject([{ meter: 'view', value: '2' }]);
    expect(of('events')).toMatchObject([
      { type: 'view', time: '2026-01-14T10:00:00Z', data: { bytes: 1200 } },
      { type: 'view' },
    ]);
    expect(of('documents')).toMatchObject([{ kind: 'invoice', customer: 'ada' }]);
    expect(of('audit')).toMatchObject([{ target: '/v1/customers/ada' }]);
  });

  it('is the same, however small its pages', async () => {
    const { billing, held, put, used } = await aWorld();
    await put();
    await used([...viewsOf('ada', 3), ...viewsOf('ada', 3, '2026-01-15'), ...viewsOf('bob', 3)]);
    await billed(billing);

    const whole = await held('ada');

    expect(whole.filter(({ place }) => place === 'events')).toHaveLength(6);
    expect(await held('ada', { limit: '1' })).toEqual(whole);
    expect(await held('ada', { limit: '4' })).toEqual(whole);
  });

  it('has pages of so many bytes, and of one record at least', async () => {
    const { payers, billing, put, used, held } = await aWorld();
    await put();
    await used(viewsOf('ada', 3));
    await billed(billing);
    const ask = asking(payersHandler(payers, anAudit(), 1));

    const records = await everyItem<Held>(
      (query) => ask('GET /v1/payers/{key}/held', { params: { key: 'ada' }, query }),
      'records',
    );

    expect(records.length).toBe(
      (await held('ada')).filter(({ place }) => place !== 'audit').length,
    );
  });

  it('has usage of before there were pseudonyms, too', async () => {
    const { billing, places } = await aWorld();
    await use(billing, viewsOf('reader-7', 1));

    expect(await places('subject:reader-7')).toEqual(['totals', 'events']);
  });

  it('is empty for whom nothing is held of, and shows nothing of others', async () => {
    const { used, held } = await aWorld();
    await used(viewsOf('reader-7', 1));

    expect(await held('subject:reader-8')).toEqual([]);
    expect(await held('nobody')).toEqual([]);
  });
});

describe('POST /v1/pseudonyms', () => {
  it('says those of subjects that have one, and makes none', async () => {
    const { ask, used } = await aWorld();
    await used(viewsOf('reader-7', 1));

    const { body } = await ask('POST /v1/pseudonyms', {
      body: { subjects: ['reader-7', 'reader-8', 'reader-7'] },
      headers,
    });

    expect(body).toEqual({
      pseudonyms: [{ subject: 'reader-7', pseudonym: expect.stringMatching(/^pseudonym:/) }],
    });
  });
});
