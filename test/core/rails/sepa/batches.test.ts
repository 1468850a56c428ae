import { describe, expect, it } from '@jest/globals';
import { nanos } from '../../../fixtures/invoicing.ts';
import { tenant } from '../../../support/some-rails.ts';
import { collectOn, refusalOf, type SomeSepa, someSepa } from '../../../support/some-sepa.ts';

describe('a proposal of a batch', () => {
  it('says what it would collect, and of each other invoice why not', async () => {
    const world = await someSepa({ noticeDays: 14 });
    const invoice = await world.debtor();
    await world.debtor('radio', '5.00');
    await world.invoice('3.00', 'EUR', 'no-mandate');
    await world.ports.customers.put(tenant, {
      ...{ key: 'no-mandate', revision: 1, customer: undefined },
    });

    const { items, leftOut, more } = await world.propose();

    expect(items.map(({ customer, amount }) => [customer, amount]).toSorted()).toEqual([
      ['press-review', nanos('12.34')],
      ['radio', nanos('5.00')],
    ]);
    expect([leftOut, more]).toEqual([[], false]);
    expect(await world.ports.collections.list(tenant, invoice)).toEqual([]);
  });

  it.each([
    [
      'nothing-due',
      async (world: SomeSepa, invoice: string) => {
        await world.pay(invoice, '12.34');
      },
    ],
    [
      'under-way',
      async (world: SomeSepa, invoice: string) => {
        await world.collect(invoice);
      },
    ],
    [
      'mandate-lapsed',
      async (world: SomeSepa) => {
        await world.sign('press-review', { signedAt: '2023-02-15' });
      },
    ],
  ])('leaves out with %s', async (why, happen) => {
    const world = await someSepa();
    const invoice = await world.debtor();
    await happen(world, invoice);

    const { items, leftOut } = await world.propose({ invoices: [invoice] });

    expect([items, leftOut.map((one) => one.why)]).toEqual([[], [why]]);
  });

  it('leaves out what is in another currency, has no mandate, or was billed too lately', async () => {
    const world = await someSepa({ noticeDays: 15 });
    const yen = await world.invoice('1200', 'JPY', 'tokyo');
    const unsigned = await world.invoice('3.00', 'EUR', 'unsigned');
    const late = await world.debtor();

    const { leftOut } = await world.propose({ invoices: [yen, unsigned, late] });

    expect(leftOut.map(({ invoice, why }) => [invoice, why])).toEqual([
      [yen, 'not-in-euro'],
      [unsigned, 'no-mandate'],
      [late, 'notice-too-short'],
    ]);
  });

  it('takes no invoice before it falls due, unless it is named', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();

    expect((await world.propose({ dueUntil: '2026-02-15' })).items).toEqual([]);
    expect((await world.propose({ dueUntil: '2026-02-16' })).items).toHaveLength(1);
    expect(
      (await world.propose({ collectOn: '2026-02-12', invoices: [invoice] })).items,
    ).toHaveLength(1);
  });

  it.each([
    ['2026-02-02', 'today'],
    ['2026-02-14', 'a Saturday'],
    ['2026-02-30', 'no day'],
    ['2026-03-16', 'too far ahead'],
  ])('is of no day on which banks settle nothing: %s, %s', async (day) => {
    const world = await someSepa();
    await world.debtor();

    expect((await refusalOf(world.propose({ collectOn: day }))).code).toBe('sepa.day-invalid');
  });
});

describe('a batch', () => {
  it('is the same for the same day and key, and refused for another request', async () => {
    const world = await someSepa();
    await world.debtor();
    const batch = await world.prepare();
    await world.debtor('radio', '5.00');

    expect(await world.prepare()).toEqual(batch);
    expect(batch.items).toHaveLength(1);
    const other = await refusalOf(world.prepare({ dueUntil: '2026-02-17' }));
    expect(other.code).toBe('request.idempotency-key-reused');
    expect((await world.prepare({ key: 'l' })).items.map(({ customer }) => customer)).toEqual([
      'radio',
    ]);
  });

  it('keeps its invoices from all other rails while it is open', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    await world.prepare();

    expect((await refusalOf(world.collect(invoice))).code).toBe('collection.under-way');
  });

  it('has an invoice once, whoever asks for it at the same time', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    const keys = ['a', 'b', 'c', 'd'];

    const batches = await Promise.all(keys.map((key) => world.prepare({ key })));

    expect(batches.flatMap(({ items }) => items)).toHaveLength(1);
    expect(await world.ports.collections.list(tenant, invoice)).toHaveLength(1);
  });

  it('is gone on with where a crash left it half made', async () => {
    const world = await someSepa();
    await world.debtor('press-review', '1.00');
    await world.debtor('radio', '2.00');
    const { collections } = world.ports;
    const { put } = collections;
    let puts = 0;
    collections.put = async (collection) => {
      puts += 1;
      if (puts > 1) throw new Error('died');
      return put(collection);
    };
    await expect(world.prepare()).rejects.toThrow('died');
    collections.put = put;
    const [half] = world.ports.batches.all();

    expect(half?.status).toBe('preparing');
    const batch = await world.prepare();
    expect([batch.status, batch.items.length]).toEqual(['prepared', 2]);
  });

  it('gives out no file where something of it is not due any more', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    const batch = await world.prepare();
    await world.pay(invoice, '12.00');

    expect((await refusalOf(world.file(batch))).code).toBe('sepa.batch-outdated');
  });

  it('gives out no file on the day on which the bank should have had it', async () => {
    const world = await someSepa();
    await world.debtor();
    const batch = await world.prepare();
    world.on(collectOn);

    expect((await refusalOf(world.file(batch))).code).toBe('sepa.batch-outdated');
  });

  it('is cancelled before the bank has it, and its invoices are free', async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    const batch = await world.prepare();

    await world.cancel(batch);

    expect(await world.collectionsIn(batch)).toMatchObject([
      { status: 'failed', reason: 'the batch was cancelled' },
    ]);
    expect((await refusalOf(world.file(batch))).code).toBe('sepa.batch-not-open');
    expect((await world.prepare({ key: 'l' })).items).toMatchObject([{ invoice, attempt: 2 }]);
  });

  it('is not cancelled once the bank has it', async () => {
    const world = await someSepa();
    await world.debtor();
    const batch = await world.submit(await world.prepare());

    expect(batch).toMatchObject({ status: 'submitted', submittedAt: world.time.now });
    expect((await refusalOf(world.cancel(batch))).code).toBe('sepa.batch-not-open');
    expect(await world.submit(batch)).toEqual(batch);
  });
});

describe('a mandate', () => {
  it('has a reference that no other customer has', async () => {
    const world = await someSepa();
    await world.sign('press-review', {}, 'M-1');

    expect((await refusalOf(world.sign('radio', {}, 'M-1'))).code).toBe('mandate.already-assigned');
  });

  it.each([
    ['mandate.invalid', { iban: 'DE02120300000000202052' }],
    ['mandate.invalid', { bic: 'BYLADEM' }],
    ['mandate.invalid', { signedAt: '2026-02-03' }],
    ['mandate.invalid', { signedAt: '2026-02-30' }],
    ['mandate.invalid', { name: '///' }],
    ['mandate.invalid', { name: '\u{301}' }],
    ['mandate.invalid', { name: '株式会社' }],
  ])('is refused with %s: %j', async (code, fields) => {
    const world = await someSepa();

    expect((await refusalOf(world.sign('press-review', fields))).code).toBe(code);
  });

  it('is the same put again, and keeps what it was when it is changed', async () => {
    const world = await someSepa();
    const first = await world.sign();

    expect(await world.sign()).toEqual(first);
    const changed = await world.sign('press-review', { iban: 'FR1420041010050500013M02606' });
    expect(changed.versions.map(({ iban }) => iban)).toEqual([
      'DE02120300000000202051',
      'FR1420041010050500013M02606',
    ]);
  });
});

describe('who collects', () => {
  it.each(['///', '\u{301}', ' . '])(
    'is refused under a name of which a file would say nothing: %j',
    async (name) => {
      await expect(someSepa({ name })).rejects.toMatchObject({
        code: 'sepa.creditor-invalid',
        param: '/name',
      });
    },
  );

  it.each([['DE98ZZZ09999999998'], ['DE98ZZZ0999999999 9'], ['AT61ZZZ01234567891'], ['']])(
    'is refused under an identifier that cannot be one: %j',
    async (identifier) => {
      await expect(someSepa({ identifier })).rejects.toMatchObject({
        code: 'sepa.creditor-invalid',
      });
    },
  );

  it.each([
    ['DE98ZZZ09999999999'],
    ['AT61ZZZ01234567890'],
    ['NL79ZZZ999999990000'],
    ['FR72ZZZ123456'],
  ])('is %s', async (identifier) => {
    await expect(someSepa({ identifier })).resolves.toBeDefined();
  });
});
