import { createSpender } from '../sdk/src/spend/create-spender.ts';
import type { Load } from './callers.ts';
import { type ChargesSent, sendCharges } from './charger.ts';
import { type Front, fronts, urlOf } from './fronts.ts';
import { call, startBenchStack } from './stack.ts';

/** Charges over HTTP: how fast one front takes them, each of which is recorded as an event. */
interface SpendOverHttp extends ChargesSent {
  readonly front: Front;
  readonly payers: number;
}

/** How long it takes to take one unit of a lease. */
interface LeaseSpeed {
  readonly takes: number;
  readonly microsP50: number;
  readonly microsP99: number;
}

export interface SpendServed {
  readonly http: readonly SpendOverHttp[];
  readonly lease: LeaseSpeed;
}

const PAYERS = [1, 100] as const;
const LEASED = 200_000;
const meter = 'views';

const plan = {
  versions: [
    {
      ...{ effectiveFrom: '2020-01-01', currency: 'EUR' },
      charges: [
        { meter, model: 'per_unit', unitPrice: '0.01' },
        { meter: 'download_bytes', model: 'per_unit', unitPrice: '0.000001' },
      ],
    },
  ],
};
const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
const nameOf = (payer: number): string => `payer-${payer}`;

/**
 * Charges of payers that have budgets, on both fronts of one stack in turn; then a lease, spent in this process. Throws
 * where what is charged is not what was answered.
 */
export async function measureSpendServed(
  load: Load,
  say: (line: string) => void,
): Promise<SpendServed> {
  const settings = { 'farthing:front': 'both' };
  const stack = await startBenchStack({ settings, countCalls: false });
  const { runtime, apiKey } = stack;
  try {
    await call(runtime, apiKey, 'PUT', '/v1/billing-settings', { seller });
    await call(runtime, apiKey, 'PUT', '/v1/plans/reader', plan);
    for (let payer = 0; payer < Math.max(...PAYERS); payer += 1) {
      await call(runtime, apiKey, 'PUT', `/v1/customers/${nameOf(payer)}`, {
        ...{ name: nameOf(payer), plan: [{ plan: 'reader', from: '2020-01-01' }] },
      });
      await call(runtime, apiKey, 'PUT', `/v1/payers/${nameOf(payer)}/budgets/month`, {
        ...{ limit: { amount: '1000000', currency: 'EUR' }, every: 'month' },
      });
    }
    const http: SpendOverHttp[] = [];
    for (const payers of PAYERS) {
      for (const front of fronts) {
        const sent = await sendCharges({
          ...{ url: urlOf(runtime, front), apiKey, load, meter, name: `${front}-${payers}` },
          payers: Array.from({ length: payers }, (_, payer) => nameOf(payer)),
        });
        http.push({ ...sent, front, payers });
        say(`spend over HTTP: ${JSON.stringify(http.at(-1))}`);
      }
    }
    const done = http.reduce((sum, one) => sum + one.done, 0);
    const captured = await capturedOf(runtime, apiKey);
    if (captured !== done) throw new Error(`${done} were charged, ${captured} are in logs`);
    const lease = await takesOf(urlOf(runtime, 'web-function'), apiKey);
    say(`a lease: ${JSON.stringify(lease)}`);
    return { http, lease };
  } finally {
    await stack.close();
  }
}

/** How many units all payers were charged, as they are told. */
async function capturedOf(runtime: Parameters<typeof call>[0], apiKey: string): Promise<number> {
  let sum = 0;
  for (let payer = 0; payer < Math.max(...PAYERS); payer += 1) {
    const spent = await call(runtime, apiKey, 'GET', `/v1/payers/${nameOf(payer)}/spend`);
    const { lines } = spent as { readonly lines: readonly { readonly quantity: string }[] };
    for (const { quantity } of lines) sum += Number(quantity);
  }
  return sum;
}

/** Each unit by itself, as a request of a reader takes it. */
async function takesOf(url: string, apiKey: string): Promise<LeaseSpeed> {
  const lease = await createSpender({ url, apiKey }).lease({
    ...{ payer: nameOf(0), meter: 'download_bytes' },
    ...{ units: 4 * LEASED, partMax: 4 * LEASED },
  });
  const times: number[] = [];
  for (let unit = 0; unit < LEASED; unit += 1) {
    const before = performance.now();
    const isTaken = lease.take();
    times.push(performance.now() - before);
    if (!isTaken) throw new Error(`${unit} of ${LEASED} leased units could be taken`);
  }
  await lease.close();
  times.sort((a, b) => a - b);
  const at = (share: number): number => (times[Math.floor(share * LEASED)] ?? Number.NaN) * 1_000;
  return { takes: LEASED, microsP50: at(0.5), microsP99: at(0.99) };
}
