import type { CallCounts } from '../local/runtime.ts';
import { billedMonths, putTenant, useMonth } from './billed-tenant.ts';
import { charged, totalOf } from './priced.ts';
import { prices } from './prices.ts';
import { type BenchStack, call, startBenchStack, visibleAtOnce } from './stack.ts';

/** What public logs add to what a month of billing costs, in US dollars for 100,000 invoices. */
export interface Transparency {
  readonly customers: number;
  /** 1 is the first month of all payers. */
  readonly month: number;
  readonly billing: number;
  readonly log: number;
  readonly share: number;
  /** Of one invoice, by the log alone. */
  readonly each: {
    readonly writeUnits: number;
    readonly readUnits: number;
    readonly objects: number;
    readonly ms: number;
  };
  readonly signatures: number;
  /** A run that finds nothing, in US dollars a month of runs, for one tenant. */
  readonly idle: number;
}

type Say = (line: string) => void;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RUNS_A_MONTH = 6 * 730;
const undelayed = { delayed: false };

/**
 * Bills two months of so many customers on a stack in memory, and lets what is new come into the public log after each.
 * What the log costs is what ten minutes cost in which it is written, less ten in which there is nothing.
 */
export async function measureTransparency(
  customers: number,
  say: Say,
): Promise<readonly Transparency[]> {
  say(`transparency: ${customers} customers, two months`);
  const settings = { ...visibleAtOnce, 'farthing:logHost': 'bench.example' };
  const stack = await startBenchStack({ settings, countCalls: true });
  const measured: Transparency[] = [];
  for (const [index, month] of billedMonths(2).entries()) {
    if (index === 0) await putTenant(stack, customers, month);
    await useMonth(stack, customers, month);
    const day = new Date(month.start);
    const due = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) + 15 * HOUR_MS;
    stack.runtime.setClock(due + 4 * MINUTE_MS);
    await stack.runtime.idle(undelayed);
    // Hours of usage come into the log before the month is closed: what they cost is measured by itself.
    await counted(stack, async () => tenMinutes(stack));
    const billing = await counted(stack, () =>
      call(stack.runtime, stack.apiKey, 'POST', '/v1/billing-runs', { period: month.period }),
    );
    const written = await counted(stack, async () => tenMinutes(stack));
    const idle = await counted(stack, async () => tenMinutes(stack));
    measured.push(resultOf({ customers, month: index + 1 }, { billing, written, idle }));
  }
  await stack.close();
  return measured;
}

/** The clock a run of the schedule later. */
const tenMinutes = ({ runtime }: BenchStack): void => {
  runtime.setClock(runtime.now() + 10 * MINUTE_MS);
};

async function counted({ runtime }: BenchStack, act: () => Promise<unknown>): Promise<CallCounts> {
  await runtime.resetCalls();
  await act();
  await runtime.idle(undelayed);
  return runtime.calls();
}

const STAGE = 'Transparency';
const FUNCTION = 'Transparency/PublishLog';
/** The one table of the stage. */
const tableOf = ({ dynamodb }: CallCounts) =>
  Object.entries(dynamodb).find(([path]) => path.startsWith(STAGE))?.[1];

/** A step puts the log twice, and a span. */
const PUTS_A_STEP = 3;
const kmsPerSignature = 0.000015;

function resultOf(
  { customers, month }: Pick<Transparency, 'customers' | 'month'>,
  calls: Readonly<Record<'billing' | 'written' | 'idle', CallCounts>>,
): Transparency {
  const { billing, written, idle } = calls;
  const puts = tableOf(written)?.operations['PutItem'] ?? 0;
  const signatures = puts / PUTS_A_STEP;
  const per100000 = 100_000 / customers;
  const log = totalOf(charged(written)) - totalOf(charged(idle)) + signatures * kmsPerSignature;
  const units = (of: 'readUnits' | 'writeUnits'): number =>
    (sumOf(written, of) - sumOf(idle, of)) / customers;
  return {
    ...{ customers, month, billing: totalOf(charged(billing)) * per100000, log: log * per100000 },
    share: log / totalOf(charged(billing)),
    each: {
      ...{ writeUnits: units('writeUnits'), readUnits: units('readUnits') },
      objects: ((written.s3['PUT'] ?? 0) - (idle.s3['PUT'] ?? 0)) / customers,
      ms: (written.lambda[FUNCTION]?.milliseconds ?? 0) / customers,
    },
    signatures,
    idle: idleOf(idle) * RUNS_A_MONTH,
  };
}

const sumOf = ({ dynamodb }: CallCounts, of: 'readUnits' | 'writeUnits'): number =>
  Object.values(dynamodb).reduce((sum, table) => sum + table[of], 0);

/** Of what ten idle minutes cost, what the function of the log takes: its time, and its table. */
function idleOf(calls: CallCounts): number {
  const { milliseconds = 0, memoryMb = 0, invocations = 0 } = calls.lambda[FUNCTION] ?? {};
  const reads = tableOf(calls)?.readUnits ?? 0;
  return (
    (milliseconds / 1000) * (memoryMb / 1024) * prices.lambdaPerGbSecond +
    (invocations * prices.lambdaPerMillionRequests) / 1_000_000 +
    (reads * prices.dynamoDbPerMillionReadUnits) / 1_000_000
  );
}

/** What public logs add, as Markdown. */
export function transparencyPart(measured: readonly Transparency[] | undefined): string[] {
  if (measured === undefined) return [];
  const rows = measured.map(({ customers, month, billing, log, share, each, signatures, idle }) => {
    const units = [each.writeUnits.toFixed(3), each.readUnits.toFixed(2), each.objects.toFixed(4)];
    const money = [
      `$${billing.toFixed(3)}`,
      `$${log.toFixed(4)}`,
      `**${(100 * share).toFixed(1)} %**`,
    ];
    const cells = [customers.toLocaleString('en'), month, ...money, ...units, each.ms.toFixed(2)];
    return `| ${[...cells, signatures, `$${idle.toFixed(4)}`].join(' | ')} |`;
  });
  return [
    '## A public log of the books (`npm run bench -- transparency`)\n',
    'Two months of customers who pay by themselves are billed, and what is new comes into the public log after each. What the log costs is what ten minutes cost in which it is written, less ten in which there is nothing, and its signatures.\n',
    '| customers | month | billing 100,000 invoices | the log of them | share | write units an invoice | read units | objects | ms | signatures | a month of runs that find nothing |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
    '',
  ];
}
