import type { LocalFarthing } from './local-stack.ts';

type Body = Readonly<Record<string, unknown>>;

/** What a stack answers to a reader that pays for a page: see `paidAnswers`. */
export async function paidView(farthing: LocalFarthing, payer: string): Promise<Body> {
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Body> =>
    (await farthing.request(method, path, body)).body as Body;
  await ask('PUT', `/v1/customers/${payer}`, {
    ...{ name: 'Paying', subjects: [`${payer}-1`] },
    plan: [{ plan: 'capped', from: `${new Date().toISOString().slice(0, 7)}-01` }],
  });
  const tokenBody = { actions: ['charge', 'read'], expiresIn: 3_600 };
  const { token } = await ask('POST', `/v1/payers/${payer}/tokens`, tokenBody);
  const view = { resource: { url: 'https://news.example/a/1' }, meter: 'reads' };
  const gate = (payment: object) => ask('POST', '/v1/gate', { ...view, payment });

  const refused = await gate({ token });
  const { offer } = refused['problem'] as { readonly offer: { readonly consent: string } };
  const payment = { token, consent: offer.consent };
  const failed = await gate(payment);
  await ask('POST', `/v1/gate/${String(failed['id'])}/release`);
  const held = await gate(payment);
  const repeated = await gate(payment);
  const capture = () => ask('POST', `/v1/gate/${String(held['id'])}/capture`, {});
  const [captured, again] = [await capture(), await capture()];
  const altered = await gate({ token, consent: offer.consent.replace('EUR', 'USD') });
  const { charges } = await ask('GET', `/v1/payers/${payer}/charges`);
  const receipt = await ask('GET', `/v1/receipts/${String(captured['receiptId'])}`);

  return {
    refused: refused['status'],
    failed: failed['outcome'],
    held: [held['outcome'], held['by'], held['amount']],
    repeated: [repeated['id'] === held['id'], repeated['repeated']],
    captured: [captured['amount'], again['receiptId'] === captured['receiptId']],
    altered: (altered['problem'] as Body)['code'],
    charges: (charges as readonly Body[]).map(({ status, amount }) => [status, amount]),
    // Signed when it is asked for, unless a setting says otherwise.
    receipts: [captured['receipt'], String(receipt['receipt']).split('.').length],
  };
}

export const paidAnswers = {
  refused: 402,
  failed: 'held',
  held: ['held', 'consent', '0.01'],
  repeated: [true, true],
  captured: ['0.01', true],
  altered: 'offer.refused',
  charges: [
    ['captured', '0.01'],
    ['released', '0.01'],
  ],
  receipts: [null, 3],
};
