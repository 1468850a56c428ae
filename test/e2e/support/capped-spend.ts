import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalFarthing } from './local-stack.ts';

const month = new Date().toISOString().slice(0, 'YYYY-MM'.length);

/** Somebody who may spend a euro a month, whose reads cost a cent, in graduated tiers half of it from the 51st on. */
export async function cappedReader(
  farthing: LocalFarthing,
  apiKey = farthing.stack.apiKey,
): Promise<void> {
  const tiers = [
    { upTo: '50', unitPrice: '0.01' },
    { upTo: null, unitPrice: '0.005' },
  ];
  const charges = [{ meter: 'reads', model: 'graduated', tiers }];
  const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
  const put = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await farthing.request('PUT', path, body, apiKey);
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  };
  await put('/v1/meters/reads', { eventType: 'read', aggregation: 'count' });
  await put('/v1/billing-settings', { seller });
  await put('/v1/plans/capped', {
    versions: [{ effectiveFrom: `${month}-01`, currency: 'EUR', charges }],
  });
  await put('/v1/customers/capped', {
    ...{ name: 'Capped', subjects: ['capped-1'] },
    plan: [{ plan: 'capped', from: `${month}-01` }],
  });
  await put('/v1/payers/capped/budgets/cap', {
    limit: { amount: '1.00', currency: 'EUR' },
    every: 'month',
  });
}

/** Charges a read under a key, again where it was refused for a while; answers the status. */
async function charged(farthing: LocalFarthing, key: string): Promise<number> {
  const body = { payer: 'capped', meter: 'reads', quantity: '1', idempotency: key };
  for (;;) {
    const { status } = await farthing.request('POST', '/v1/charges', body);
    if (status !== 503 && status !== 429) return status;
    await sleep(20 + Math.random() * 80);
  }
}

/** So many charges at once: how many were made and refused, what they came to, and what the invoice will say. */
export async function chargedAtOnce(farthing: LocalFarthing, count: number) {
  const keys = Array.from({ length: count }, (_, index) => `read-${index}`);
  const statuses = await Promise.all(keys.map((key) => charged(farthing, key)));
  // What was asked for before is answered as it was.
  const again = await charged(farthing, keys[statuses.indexOf(201)] ?? '');
  await farthing.untilSettled();
  const spend = await farthing.request('GET', '/v1/payers/capped/spend');
  const preview = await farthing.request('GET', `/v1/customers/capped/preview?period=${month}`);
  return {
    made: statuses.filter((status) => status === 201).length,
    refused: statuses.filter((status) => status === 402).length,
    again,
    spend: spend.body as Readonly<Record<string, unknown>>,
    preview: preview.body as Readonly<Record<string, unknown>>,
  };
}
