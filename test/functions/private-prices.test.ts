import { expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aPlan, aVersion } from '../fixtures/plans.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { use as counted, workOff } from '../support/some-billing.ts';
import { refusalIn } from '../support/some-gate.ts';
import { privateReaders } from '../support/some-private-readers.ts';

const headers = { 'content-type': 'application/json' };
const later = timestampOf(Date.UTC(2027, 0, 1) + 60 * 86_400_000);

const priced = (unitPrice: string, effectiveFrom: string) =>
  aVersion({
    effectiveFrom,
    charges: (['view', 'reads'] as const).map((meter) => ({
      ...{ meter, model: 'per_unit', unitPrice },
    })),
  });

/** Tokens are bought in November at 0.012; from December on a view costs something else. */
async function priceChanged(unitPrice: string) {
  const readers = await privateReaders({ settings: { breakage: 'at-end' }, meter: 'reads' });
  const { billing, capture, use, told } = readers;
  const tokens = await readers.bought(50);
  const body = aPlan(priced('0.012', '2020-01-01'), priced(unitPrice, '2026-12-01'));
  await billing.rating.plans.put('acme', { key: 'reader', revision: 2, body });
  billing.time.now = timestampOf(Date.UTC(2026, 11, 2));
  const useAll = async () => {
    for (const token of tokens) {
      const held = await use(token, { meter: 'reads', dimensions: { author: 'ada' } });
      await capture(held.body['id']);
    }
    await counted(billing, told());
  };
  const invoice = async () => {
    const api = billingInterface(billing);
    await api('POST /v1/billing-runs', { body: { period: '2026-12' }, headers });
    await workOff(billing, 0);
  };
  return { ...readers, tokens, useAll, invoice };
}

it('what was paid for a private token is earned, where what it was used for had become cheaper', async () => {
  const { billing, useAll, invoice, settle, standing } = await priceChanged('0.01');
  await useAll();
  billing.time.now = timestampOf(Date.UTC(2027, 0, 3, 10));
  await invoice();
  await settle();
  billing.time.now = later;
  await settle();
  await settle();

  expect(await standing()).toMatchObject({
    ...{ used: 50, open: 0, broken: 0 },
    ...{ paid: '0.60', invoiced: '0.50', earned: '0.10', left: '0.00' },
  });
});

it('money of private tokens is kept for what was used and is not invoiced yet', async () => {
  const { billing, useAll, invoice, settle, standing } = await priceChanged('0.01');
  await useAll();
  billing.time.now = later;
  await settle();
  expect(await standing()).toMatchObject({ invoiced: '0.00', earned: '0.10', left: '0.50' });
  await invoice();
  await settle();

  expect(await standing()).toMatchObject({ invoiced: '0.50', earned: '0.10', left: '0.00' });
});

it('a private token is worth what it was sold for: what has become dearer is refused', async () => {
  const { use, tokens } = await priceChanged('0.02');
  const { body } = await use(String(tokens[0]), { meter: 'reads' });

  expect([body['outcome'], refusalIn(body).code]).toEqual(['refused', 'offer.refused']);
});
