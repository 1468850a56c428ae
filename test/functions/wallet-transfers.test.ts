import { describe, expect, it } from '@jest/globals';
import { creditorReference } from '../../core/kernel/creditor-reference.ts';
import { transferContent } from '../../core/payments/transfer-reference.ts';
import { camtOf, type SomeMovement } from '../fixtures/bank-statements.ts';
import { interfaceOf } from '../support/billed-tenant.ts';
import { json, payer } from '../support/some-press.ts';
import { toppingUp } from '../support/topping-up.ts';

interface Entry {
  readonly recorded?: { readonly id: string; readonly customer: string };
  readonly proposal?: Readonly<Record<string, unknown>>;
  readonly payment?: Readonly<Record<string, unknown>>;
  readonly topUp?: Readonly<Record<string, unknown>>;
}

const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
const bankAccount = { iban: 'DE75512108001245126199', bic: 'SOLADEST600' };
const settings = {
  seller: { ...seller, bankAccount },
  topUps: { least: '5.00', most: '100.00' },
};

/** A payer that may top up by itself, and the bank of whoever sells. */
async function transferring(more: Parameters<typeof toppingUp>[0] = {}) {
  const world = await toppingUp({ settings, ...more });
  const bank = interfaceOf(world.press.billing);
  const transfer = (of = payer, by = {}) =>
    world.api('POST /v1/payers/{payer}/wallet/transfer', { params: { payer: of }, ...by });
  const referenceOf = async (of = payer) => String((await transfer(of)).body['reference']);
  const imported = async (...movements: readonly SomeMovement[]) => {
    const file = Buffer.from(camtOf(movements)).toString('base64');
    const { body } = await bank('POST /v1/bank-statements', { headers: json, body: { file } });
    return body['entries'] as readonly Entry[];
  };
  const book = async ({ topUp }: Entry) => {
    const { payer: of, ...body } = topUp ?? {};
    const params = { payer: String(of) };
    return world.api('POST /v1/payers/{payer}/wallet/top-ups', { params, body });
  };
  return { ...world, transfer, referenceOf, imported, book };
}

const day = '2026-11-28';

describe('a transfer into a wallet', () => {
  it('is asked for with an account and a reference, which is always the same and nobody else’s', async () => {
    const { transfer, referenceOf } = await transferring();

    const { status, body } = await transfer();

    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ payer, currency: 'EUR', account: { holder: 'Magazine GmbH', ...bankAccount } },
      reference: expect.stringMatching(/^RF\d\dW[0-9A-Z]{15}$/),
    });
    expect(await referenceOf()).toBe(body['reference']);
    expect(await referenceOf('zine')).not.toBe(body['reference']);
  });

  it('is refused to a token that may not, or where payers do not top up by themselves', async () => {
    const off = await transferring({ settings: {} });
    const on = await transferring();

    const reading = await on.transfer(payer, { token: await on.token(['read']) });
    const topping = await on.transfer(payer, { token: await on.token(['top-up']) });

    const unasked = await off.transfer(payer, { token: await off.token(['top-up']) });

    expect(unasked.body['code']).toBe('top-up.off');
    expect((await off.transfer()).status).toBe(200);
    expect(reading.body['code']).toBe('token.not-allowed');
    expect(topping.status).toBe(200);
  });

  it.each([
    ['as a reference of its own', (rf: string) => ({ rf })],
    [
      'in the text, in groups of four',
      (rf: string) => ({ text: `${rf.match(/.{4}/g)?.join(' ')} thanks` }),
    ],
  ])('is proposed as money of the wallet where the statement says it %s', async (_, said) => {
    const { referenceOf, imported, book, available } = await transferring();
    const movement = { amount: '25.00', name: 'Somebody', day, ...said(await referenceOf()) };

    const [entry] = await imported(movement);
    const booked = await book(entry ?? {});
    const again = await book(entry ?? {});
    const [after] = await imported(movement);

    expect(entry?.proposal).toMatchObject({
      ...{ sureness: 'exact', matched: ['reference'], customer: payer, invoices: [] },
    });
    expect(entry?.topUp).toMatchObject({ payer, amount: '25.00', currency: 'EUR', rail: 'bank' });
    expect(entry?.payment).not.toHaveProperty('customer');
    expect([booked.status, again.body]).toEqual([201, booked.body]);
    expect(await available()).toBe('25.00');
    expect(after).toMatchObject({ recorded: { id: booked.body['payment'], customer: payer } });
    expect(after).not.toHaveProperty('topUp');
  });

  it('is nobody’s where its reference was never asked for, has a wrong digit, or is of something else', async () => {
    const { referenceOf, imported } = await transferring();
    const rf = await referenceOf();
    const mistyped = `${rf.slice(0, -1)}${rf.endsWith('0') ? '1' : '0'}`;

    const entries = await imported(
      { amount: '5.00', day, rf: mistyped },
      { amount: '6.00', day, rf: 'RF18539007547034' },
      { amount: '7.00', day, rf: creditorReference(transferContent('acme', 'zine')) ?? '' },
    );

    expect(entries.map(({ topUp, proposal }) => [topUp, proposal?.['sureness']])).toEqual([
      [undefined, 'none'],
      [undefined, 'none'],
      [undefined, 'none'],
    ]);
  });

  it('may be money that was told by hand, which makes it no more than likely', async () => {
    const { api, referenceOf, imported } = await transferring();
    const told = { amount: '25.00', currency: 'EUR', rail: 'bank', reference: 'T-1' };
    await api('POST /v1/payers/{payer}/wallet/top-ups', { body: { ...told, receivedAt: day } });

    const [entry] = await imported({ amount: '25.00', day, rf: await referenceOf() });

    expect(entry?.proposal).toMatchObject({ sureness: 'likely', mayBe: expect.any(String) });
  });
});
