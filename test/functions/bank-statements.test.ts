import { describe, expect, it } from '@jest/globals';
import { camtOf } from '../fixtures/bank-statements.ts';
import { someSettings } from '../fixtures/plans.ts';
import {
  aTenant,
  at,
  billed,
  interfaceOf,
  invoicesOf,
  press,
  radio,
  viewsOf,
} from '../support/billed-tenant.ts';
import { use } from '../support/some-billing.ts';

interface Entry {
  readonly place: number;
  readonly amount: string;
  readonly recorded?: { readonly id: string; readonly customer: string };
  readonly proposal?: {
    readonly sureness: string;
    readonly customer?: string;
    readonly unapplied?: string;
    readonly candidates: readonly string[];
    readonly invoices: readonly { readonly number: string; readonly amount: string }[];
  };
  readonly payment?: Readonly<Record<string, unknown>>;
  readonly reversal?: Readonly<Record<string, unknown>>;
}

const headers = { 'content-type': 'application/json' };

/** A tenant that has billed two customers: `press` 2.00 and 1.00, `radio` 1.50. */
async function aBilledTenant() {
  const billing = await aTenant({
    customers: [
      { ...press, name: 'Press Review Ltd' },
      { ...radio, name: 'Radio Nørd' },
    ],
    settings: someSettings(),
  });
  await use(billing, [...viewsOf('app-1', 8), ...viewsOf('app-2', 6)]);
  await billed(billing);
  await use(billing, viewsOf('app-1', 4, '2026-02-14'));
  billing.time.now = at('2026-03-04T10:00:00Z');
  await billed(billing, { period: '2026-02' });
  const ask = interfaceOf(billing);
  const numbers = new Map(
    (await invoicesOf(billing)).map(({ customer, total, number }) => [
      `${customer} ${total}`,
      number,
    ]),
  );
  const read = async (file: string | Uint8Array, more = {}) =>
    ask('POST /v1/bank-statements', {
      headers,
      body: { file: Buffer.from(file).toString('base64'), ...more },
    });
  const entriesOf = async (file: string | Uint8Array) =>
    (await read(file)).body['entries'] as readonly Entry[];
  return { billing, ask, read, entriesOf, numbers };
}

/** Books what is sure enough as it is proposed, as a key with `billing:write` would. */
async function confirmed(
  ask: ReturnType<typeof interfaceOf>,
  entries: readonly Entry[],
  surenesses: readonly string[],
) {
  const statuses: number[] = [];
  for (const { proposal, payment, reversal } of entries) {
    if (!surenesses.includes(proposal?.sureness ?? '')) continue;
    const { payment: id = '', ...body } = reversal ?? {};
    const answer =
      reversal === undefined
        ? await ask('POST /v1/payments', { headers, body: payment })
        : await ask('POST /v1/payments/{id}/reversals', {
            ...{ headers, params: { id: String(id) }, body },
          });
    statuses.push(answer.status);
  }
  return statuses;
}

const dueOf = async (billing: Parameters<typeof invoicesOf>[0]) =>
  (await invoicesOf(billing)).map((invoice) => (invoice as { amountDue?: string }).amountDue);

describe('a statement that is imported', () => {
  it('is booked as it is confirmed, is told as booked then, and what is returned is taken back', async () => {
    const { billing, ask, entriesOf, numbers } = await aBilledTenant();
    const [one, two, three] = ['press 2.00', 'press 1.00', 'radio 1.50'].map(
      (which) => numbers.get(which) ?? '',
    );
    const statement = camtOf([
      { amount: '3.00', name: 'X', text: `${one} ${two}`, reference: 'A-1' },
      { amount: '2.00', name: 'RADIO NORD', text: `${three}`, reference: 'A-2' },
    ]);
    const returned = camtOf(
      [{ amount: '-2.00', day: '2026-03-02', text: `${three}`, returned: 'AC04' }],
      { id: '2' },
    );

    expect(await confirmed(ask, await entriesOf(statement), ['exact', 'likely'])).toEqual([
      201, 201,
    ]);
    expect(await dueOf(billing)).toEqual(['0.00', '0.00', '0.00']);
    expect(await entriesOf(statement)).toMatchObject([
      { recorded: { customer: 'press' } },
      { recorded: { customer: 'radio' } },
    ]);

    const back = await entriesOf(returned);
    expect(back).toMatchObject([{ proposal: { sureness: 'exact' }, reversal: { amount: '2.00' } }]);
    expect(await confirmed(ask, back, ['exact'])).toEqual([201]);
    expect((await dueOf(billing)).filter((due) => due !== '0.00')).toEqual(['1.50']);
    expect(await entriesOf(returned)).toMatchObject([{ recorded: { customer: 'radio' } }]);
  });

  it('is booked once, though the same entry is sent again, and for another customer it is refused', async () => {
    const { ask, entriesOf } = await aBilledTenant();
    const [entry] = await entriesOf(
      camtOf([{ amount: '2.00', name: 'Somebody', reference: 'A-1' }]),
    );
    const pay = (customer: string) =>
      ask('POST /v1/payments', { headers, body: { ...entry?.payment, customer } });

    expect(entry?.proposal?.sureness).toBe('none');
    const first = await pay('press');
    const again = await pay('press');
    const other = await pay('radio');

    expect([first.status, again.status, again.body['isNew']]).toEqual([201, 200, false]);
    expect(again.body['id']).toBe(first.body['id']);
    expect([other.status, other.body['code'], other.body['param']]).toEqual([
      409,
      'payment.differs',
      '/customer',
    ]);
  });
});

describe('a file', () => {
  it('is answered with what its entries would be booked as, and nothing is written', async () => {
    const { billing, read, numbers } = await aBilledTenant();
    const number = numbers.get('press 2.00') ?? '';
    const before = await invoicesOf(billing);

    const { status, body } = await read(
      camtOf([{ amount: '2.00', name: 'PRESS REVIEW LIMITED', text: number, reference: 'A-1' }]),
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({
      statements: [{ id: '2026-02-10/1', balances: [{ kind: 'OPBD', amount: '100.00' }] }],
      entries: [
        {
          ...{ place: 1, state: 'booked', amount: '2.00', currency: 'EUR', text: number },
          proposal: {
            ...{ sureness: 'exact', matched: ['number', 'amount', 'name'], customer: 'press' },
            ...{ invoices: [{ number, amount: '2.00' }], unapplied: '0.00' },
          },
          payment: { customer: 'press', amount: '2.00', rail: 'bank', receivedAt: '2026-02-10' },
        },
      ],
    });
    expect(await invoicesOf(billing)).toEqual(before);
  });

  it('that is no statement is refused with its line, and one that is too long as such', async () => {
    const { read } = await aBilledTenant();

    const broken = await read('<Document>\n<a></b>');
    const table = await read('a;b\n');

    expect([broken.status, broken.body['code']]).toEqual([400, 'bank-statement.invalid']);
    expect(broken.body['detail']).toMatch(/^line 2: /);
    expect(table.body).toMatchObject({ code: 'bank-statement.invalid', param: '/columns' });
  });

  it('is not base64, or says more than there is: that is refused by its shape', async () => {
    const { ask } = await aBilledTenant();
    const asked = (body: object) => ask('POST /v1/bank-statements', { headers, body });

    expect((await asked({ file: 'a b' })).body).toMatchObject({
      ...{ code: 'request.invalid', param: '/file' },
    });
    expect((await asked({ file: 'YQ==', columns: { sum: 'x' } })).body).toMatchObject({
      code: 'request.unknown-field',
    });
  });
});
