import { describe, expect, it } from '@jest/globals';
import type { Customers, CustomersErased } from '../../core/catalog/ports.ts';
import type { Salts } from '../../core/metering/pseudonyms/ports.ts';
import { aCustomerWhoIsBilled, aWorld, countsOf, keptIn } from '../support/a-payers-world.ts';
import { withBody } from '../support/billed-month.ts';
import { at, billed, interfaceOf, invoicesOf, viewsOf } from '../support/billed-tenant.ts';

type World = Awaited<ReturnType<typeof aWorld>>;
type Writes = Customers & CustomersErased & Salts;

/** Does something once, before the next call of a method of the customers. */
function beforeNext<Name extends 'put' | 'list'>(
  { payers }: World,
  place: 'customers' | 'quarantine',
  name: Name,
  act: () => Promise<unknown>,
): void {
  const of = payers[place] as unknown as Record<string, (...asked: unknown[]) => unknown>;
  const before = of[name];
  if (before === undefined) throw new Error(`there is ${name}`);
  of[name] = async (...asked) => {
    of[name] = before;
    await act();
    return before(...asked);
  };
}

/** A customer has what it lists: nobody else gets it, and its usage is its own. */
async function expectOwner(world: World, key: string, subject: string) {
  const record = await world.payers.customers.get('acme', key);
  expect(record?.customer?.subjects).toContain(subject);
  expect((await world.put({ subjects: [subject] }, 'bob')).body).toMatchObject({
    code: 'subject.already-assigned',
  });
  await world.used(viewsOf(subject, 3, '2026-05-30'));
  expect(await world.places(key)).toContain('events');
}

describe('a customer that is put back while it is erased', () => {
  it('has its subjects still, and nobody else gets them', async () => {
    const world = await aCustomerWhoIsBilled();
    beforeNext(world, 'quarantine', 'list', () => world.put());

    expect((await world.erase('ada')).body).toMatchObject({ code: 'customer.changed-meanwhile' });

    await expectOwner(world, 'ada', 'ada');
  });

  it('has them also where it had claimed them before the claims are erased', async () => {
    const world = await aCustomerWhoIsBilled();
    let status: unknown;
    beforeNext(world, 'customers', 'put', async () => {
      status = (await world.erase('ada')).status;
    });

    expect((await world.put()).status).toBe(200);

    expect(status).toBe(200);
    await expectOwner(world, 'ada', 'ada');
  });
});

describe('a subject that is erased while a customer takes it again', () => {
  it('is that customer’s, and of nobody else', async () => {
    const world = await aCustomerWhoIsBilled();
    await world.put({ subjects: ['ada'] });
    await world.put({ subjects: [] });
    world.billing.time.now = at('2026-10-01T00:00:00Z');
    beforeNext(world, 'customers', 'put', async () => world.erase('subject:ada'));

    expect((await world.put({ subjects: ['ada'] })).status).toBe(200);

    const record = await world.payers.customers.get('acme', 'ada');
    expect(record?.customer?.subjects).toContain('ada');
    expect((await world.put({ subjects: ['ada'] }, 'bob')).status).toBe(409);
  });
});

describe('an erasure of a subject that a customer had', () => {
  const aReaderWhoMoved = async () => {
    const world = await aWorld();
    await world.put({ subjects: ['reader-7'] });
    world.billing.time.now = at('2026-02-20T00:00:00Z');
    await world.put({ subjects: [] });
    return world;
  };

  it('leaves whose it was while usage of then can come, which that customer pays for', async () => {
    const world = await aReaderWhoMoved();

    const { body } = await world.erase('subject:reader-7');
    await world.used(viewsOf('reader-7', 8, '2026-02-10'));

    expect(body['kept']).toContainEqual(
      expect.objectContaining({ what: 'claims', until: '2026-05-01T00:00:00Z' }),
    );
    expect(body['again']).toBe('2026-05-01T00:00:00Z');
    expect(await world.places('ada')).toContain('events');
  });

  it('takes the name out when nothing can come', async () => {
    const world = await aReaderWhoMoved();
    world.billing.time.now = at('2026-05-01T00:00:00Z');

    const { body } = await world.erase('subject:reader-7');

    expect(countsOf(body)).toEqual({ claims: 1 });
    expect(keptIn(body)).not.toContain('claims');
  });
});

describe('an erasure that dies', () => {
  const names = ['put', 'forgetClaim', 'dropPast', 'noteDropped', 'drop'] as const;
  const isLost = [false, true];

  it.each(names.flatMap((name) => isLost.map((lost) => [name, lost] as const)))(
    'at %s, done already: %s, is whole when it is asked for again',
    async (name, isDone) => {
      const world = await aCustomerWhoIsBilled();
      await world.used(viewsOf('reader-7', 1));
      const of = (name in world.payers.salts
        ? world.payers.salts
        : world.payers.customers) as unknown as Writes;
      const payer = of === (world.payers.salts as unknown) ? 'subject:reader-7' : 'ada';
      const before = of[name] as (...asked: unknown[]) => Promise<never>;
      Object.assign(of, {
        [name]: async (...asked: unknown[]) => {
          Object.assign(of, { [name]: before });
          if (isDone) await before(...asked);
          throw new Error('no answer');
        },
      });

      const { status } = await world.erase(payer);
      const again = await world.erase(payer);

      expect([status, again.status]).toEqual([500, 200]);
      expect(countsOf((await world.erase(payer)).body)).toEqual({});
      expect(await world.places(payer)).toEqual(
        payer === 'ada' ? ['customer', 'documents', 'audit'] : [],
      );
    },
  );
});

describe('an erasure of a customer', () => {
  it('waits for a month that was voided to be billed again', async () => {
    const world = await aCustomerWhoIsBilled();
    const [invoice] = await invoicesOf(world.billing);
    await interfaceOf(world.billing)('POST /v1/invoices/{id}/void', {
      params: { id: invoice?.id ?? '' },
      body: { reason: 'a wrong company', afterwards: 'rebill' },
      headers: withBody,
    });

    const { body } = await world.erase('ada');
    await billed(world.billing);

    expect(body['again']).toBe('2026-07-01T00:00:00Z');
    expect(await invoicesOf(world.billing, { status: 'issued' })).toMatchObject([
      { customer: 'ada', total: invoice?.total },
    ]);
    expect((await world.erase('ada')).body).not.toHaveProperty('again');
  });

  it('waits for a month that is parked, though later ones are closed', async () => {
    const world = await aWorld();
    await world.put();
    await world.used(viewsOf('ada', 8));
    world.billing.time.now = at('2026-02-20T00:00:00Z');
    await world.put({ archived: true });
    for (const period of ['2026-02', '2026-03', '2026-04']) {
      world.billing.time.now = at('2026-06-01T00:00:00Z');
      await billed(world.billing, { period });
    }
    const { payers } = world;
    const month = { tenant: 'acme', month: '2026-01' as never, customer: 'ada' };
    const parked = {
      ...month,
      code: 'out-of-bounds',
      detail: 'dear',
      at: at('2026-02-03T00:00:00Z'),
    };
    await payers.runs.park(parked);

    expect((await world.erase('ada')).body).toHaveProperty('again', '2026-07-01T00:00:00Z');
    await billed(world.billing);

    expect(await invoicesOf(world.billing)).toMatchObject([{ customer: 'ada', total: '2.00' }]);
    expect((await world.erase('ada')).body).not.toHaveProperty('again');
  });
});
