import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFarthing, ours } from '../../e2e/support/local-stack.ts';
import { synthesized } from '../../e2e/support/synthesized.ts';

/**
 * A thousand charges at once against one cap, round after round, on each front: as many are taken as fit, and not one
 * more or less. Then the stack is killed in the middle of a thousand, started again, and each is asked for once more.
 */

const ROUNDS = 20;
const CHARGES = 1_000;
const FITTING = 500;
const LANES = 128;
const HOLDS = 20;
const CAP = { limit: { amount: '5.00', currency: 'EUR' }, every: 'month', hard: true };
const MINUTES_MS = 60_000;
const TRIES_MAX = 400;

const fronts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'HTTP API': {},
  'web function': { 'farthing:front': 'web-function' },
};

export async function cappedFaults(): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [front, settings] of Object.entries(fronts)) {
    const cloudAssembly = await synthesized(settings);
    const farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
    try {
      const found = [...(await roundsFaults(farthing)), ...(await killedFaults(farthing))];
      faults.push(...found.map((fault) => `${front}: ${fault}`));
    } finally {
      await farthing.stop();
      await farthing.remove();
    }
  }
  return faults;
}

/** Whether a request is answered for good; refused for a while, it is sent again. */
type Answer = 'taken' | 'refused' | 'lost';

async function roundsFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  await setUp(farthing);
  const faults: string[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const payer = await aPayer(farthing, `round-${round}`);
    const began = performance.now();
    const answers = await atOnce(CHARGES, (index) => charged(farthing, payer, index));
    const seconds = (performance.now() - began) / 1000;
    const taken = answers.filter((one) => one === 'taken').length;
    console.log(`${payer}: ${taken} of ${CHARGES} in ${seconds.toFixed(1)} s`);
    faults.push(...(await spendFaults(farthing, payer, taken)));
  }
  await farthing.untilSettled();
  for (let round = 1; round <= ROUNDS; round += 1) {
    faults.push(...(await usageFaults(farthing, `round-${round}`)));
  }
  return faults;
}

async function killedFaults(farthing: LocalFarthing): Promise<readonly string[]> {
  const payer = await aPayer(farthing, 'killed');
  const other = await aPayer(farthing, 'held');
  for (let index = 0; index < HOLDS; index += 1) {
    await farthing.request('POST', '/v1/holds', {
      ...{ payer: other, meter: 'reads', quantity: '1', expiresIn: 60 },
      idempotency: `hold-${index}`,
    });
  }
  let answered = 0;
  const first = atOnce(CHARGES, async (index) => {
    const answer = await charged(farthing, payer, index, 1);
    answered += 1;
    return answer;
  });
  while (answered < CHARGES / 4) await sleep(5);
  await farthing.kill();
  const lost = (await first).filter((one) => one === 'lost').length;
  await farthing.start();
  const answers = await atOnce(CHARGES, (index) => charged(farthing, payer, index));
  const taken = answers.filter((one) => one === 'taken').length;
  console.log(`killed: ${lost} of ${CHARGES} were not answered before; ${taken} are taken now`);
  const faults = [...(await spendFaults(farthing, payer, taken))];
  for (const minutes of [2, 10, 90]) {
    await farthing.setClock(new Date(Date.now() + minutes * MINUTES_MS).toISOString());
    await farthing.untilSettled();
  }
  const held = await spendOf(farthing, other);
  if (Number(held.held) !== 0) faults.push(`${other} still holds ${held.held}`);
  return [...faults, ...(await usageFaults(farthing, payer))];
}

async function setUp(farthing: LocalFarthing): Promise<void> {
  const month = new Date().toISOString().slice(0, 'YYYY-MM'.length);
  const plan = {
    versions: [
      {
        ...{ effectiveFrom: `${month}-01`, currency: 'EUR' },
        charges: [{ meter: 'reads', model: 'per_unit', unitPrice: '0.01' }],
      },
    ],
  };
  const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };
  await done(farthing, 'PUT', '/v1/meters/reads', { eventType: 'read', aggregation: 'count' });
  await done(farthing, 'PUT', '/v1/billing-settings', { seller });
  await done(farthing, 'PUT', '/v1/plans/reader', plan);
}

async function aPayer(farthing: LocalFarthing, key: string): Promise<string> {
  const month = new Date().toISOString().slice(0, 'YYYY-MM'.length);
  const plan = [{ plan: 'reader', from: `${month}-01` }];
  await done(farthing, 'PUT', `/v1/customers/${key}`, { name: key, plan });
  await done(farthing, 'PUT', `/v1/payers/${key}/budgets/cap`, CAP);
  return key;
}

async function done(farthing: LocalFarthing, method: string, path: string, body: object) {
  const { status, body: answer } = await farthing.request(method, path, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
}

async function charged(
  farthing: LocalFarthing,
  payer: string,
  index: number,
  triesMax = TRIES_MAX,
): Promise<Answer> {
  const body = { payer, meter: 'reads', quantity: '1', idempotency: `read-${index}` };
  for (let tries = 0; tries < triesMax; tries += 1) {
    const answer = await asked(farthing, body);
    if (answer !== 'lost') return answer;
    await sleep(50 + Math.random() * 100);
  }
  return 'lost';
}

async function asked(farthing: LocalFarthing, body: object): Promise<Answer> {
  try {
    const { status, body: answer } = await farthing.request('POST', '/v1/charges', body);
    if (status === 201) return 'taken';
    if (status === 402) return 'refused';
    if (status !== 503 && status !== 429) console.error(status, JSON.stringify(answer));
  } catch {
    // The stack was killed.
  }
  return 'lost';
}

/** So many of them, as many under way as there are lanes. */
async function atOnce(
  count: number,
  work: (index: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const waiting = Array.from({ length: count }).keys();
  const lane = async (): Promise<void> => {
    for (const index of waiting) answers[index] = await work(index);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return answers;
}

async function spendOf(farthing: LocalFarthing, payer: string) {
  const { body } = await farthing.request('GET', `/v1/payers/${payer}/spend`);
  return body as { readonly captured: string; readonly held: string };
}

async function spendFaults(farthing: LocalFarthing, payer: string, taken: number) {
  const { captured } = await spendOf(farthing, payer);
  return [
    ...(taken === FITTING ? [] : [`${payer}: ${taken} charges were taken, ${FITTING} fit`]),
    ...(Number(captured) === FITTING / 100 ? [] : [`${payer}: ${captured} is captured`]),
  ];
}

async function usageFaults(farthing: LocalFarthing, payer: string): Promise<readonly string[]> {
  const now = Date.now();
  const rows = await farthing.usage({
    ...{ meter: 'reads', customer: payer, window: 'day' },
    from: new Date(now - 1440 * MINUTES_MS).toISOString().slice(0, 10),
    to: new Date(now + 1440 * MINUTES_MS).toISOString().slice(0, 10),
  });
  const units = rows.reduce((sum, { value }) => sum + Number(value), 0);
  return units === FITTING ? [] : [`${payer}: ${units} units are counted, ${FITTING} were taken`];
}
