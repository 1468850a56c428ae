import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decimalFromInteger } from '../core/kernel/decimal.ts';
import { localCalendar } from '../core/kernel/local-calendar.ts';
import { nanosOf } from '../core/kernel/money.ts';
import { monthFrom } from '../core/kernel/month.ts';
import { utc } from '../core/kernel/time-zone.ts';
import { timestampOf } from '../core/kernel/timestamp.ts';
import { chargeFrom } from '../core/pricing/charge-from.ts';
import { wholeMonth } from '../core/pricing/share.ts';
import { askedUnder } from '../core/spend/ask.ts';
import { putBudget } from '../core/spend/budgets.ts';
import { chargeNow } from '../core/spend/charge.ts';
import { type DomainTerms, domainKey, type SpendTerms } from '../core/spend/domain.ts';
import { Spend } from '../core/spend/spend.ts';
import { noUngatedUsage } from '../core/spend/ungated-usage.ts';
import { dynamoDbClient } from '../functions/adapters/clients.ts';
import { dynamoDbActivePayers } from '../functions/adapters/dynamo-db-active-payers.ts';
import { dynamoDbGivingTenants } from '../functions/adapters/dynamo-db-giving-tenants.ts';
import { dynamoDbSpendLog } from '../functions/adapters/dynamo-db-spend-log.ts';
import { systemClock } from '../functions/adapters/system-clock.ts';
import { startDynalite } from '../local/engines/dynalite.ts';
import type { CallCounts } from '../local/runtime.ts';

export type ChargedTables = CallCounts['dynamodb'];

/** One process that decides, over tables of its own as `npm start` has them: on disk, in a process of their own. */
export interface SpendStack {
  putBudget(payer: string): Promise<void>;
  /** One unit, which is told at once, as where the queue has taken it. */
  charge(payer: string, key: string): Promise<void>;
  /** How many units the payer was charged, as a process that knows nothing reads it. */
  captured(payer: string): Promise<number>;
  resetCalls(): Promise<void>;
  calls(): Promise<ChargedTables>;
  close(): Promise<void>;
}

const tenant = 'bench';
const region = 'eu-central-1';
const tables = { log: 'Spend', kept: 'SpendKept' } as const;
const OPEN_LOGS_MAX = 20_000;
const UNIT = 10n ** 12n;

export async function startSpendStack({
  countCalls,
}: {
  readonly countCalls: boolean;
}): Promise<SpendStack> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'farthing-spend-'));
  const accessKeyId = randomBytes(12).toString('hex');
  const say = (line: string): void => console.error(line);
  const engine = await startDynalite({
    ...{ dataDirectory, countCalls, accessKeyId, onEnd: say, onLog: say },
  });
  await engine.createTables(Object.values(tables).map(textKeyed), region);
  const client = dynamoDbClient({
    ...{ endpoint: engine.origin, region },
    credentials: { accessKeyId, secretAccessKey: 'none' },
  });
  const ports = {
    log: dynamoDbSpendLog(client, tables),
    active: dynamoDbActivePayers(client, tables.kept),
    giving: dynamoDbGivingTenants(client, tables.kept),
    clock: systemClock,
    pause: (milliseconds: number) => sleep(milliseconds),
  };
  const spend = new Spend(ports, { openLogsMax: OPEN_LOGS_MAX });
  const cold = new Spend(ports, { openLogsMax: 1 });
  return {
    async putBudget(payer) {
      await spend.decide(tenant, payer, putBudget({ budget, asked: askedUnder('budget', {}) }));
    },
    async charge(payer, key) {
      const asked = askedUnder(key, { quantity: '1' });
      const facts = { terms: termsOf(payer), ungated: noUngatedUsage };
      const { toRecord } = await spend.decide(tenant, payer, chargeNow({ use, asked, ...facts }));
      if (toRecord === undefined) throw new Error(`${key} was charged before`);
      spend.told(tenant, payer, toRecord.seq);
    },
    async captured(payer) {
      const { captured } = await cold.read(tenant, payer);
      return Number((captured.get(domain.key)?.quantity ?? 0n) / UNIT);
    },
    resetCalls: async () => {
      await engine.ask('reset');
    },
    calls: async () => (await engine.ask('calls')) as unknown as ChargedTables,
    async close() {
      client.destroy();
      await engine.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

const textKeyed = (name: string) => ({
  ...{ path: name, name, globalIndexes: [], localIndexes: [] },
  keySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  attributes: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
});

/** The first thousand a cent each, then a tenth of one. */
const charge = chargeFrom(
  {
    meter: 'reads',
    model: 'graduated',
    tiers: [
      { upTo: '1000', unitPrice: '0.01' },
      { upTo: null, unitPrice: '0.001' },
    ],
  },
  '/charge',
);

const domain: DomainTerms = {
  key: domainKey({
    month: monthFrom('2026-01'),
    plan: 'p',
    charge: 'reads',
    start: timestampOf(0),
  }),
  charge,
  share: wholeMonth,
  taxRate: decimalFromInteger(19n),
};

const budget = {
  key: 'month',
  limit: { of: 'money', amount: nanosOf(10n ** 18n), currency: 'EUR' },
  every: 'month',
  hard: true,
} as const;

const use = {
  ...{ subject: 'reader', meter: 'reads', type: 'read', dimensions: {} },
  quantity: decimalFromInteger(1n),
};

const calendar = localCalendar(utc);

const termsOf = (payer: string): SpendTerms => ({
  ...{ payer, currency: 'EUR', calendar },
  domain: () => domain,
  chargeFor: () => domain,
});
