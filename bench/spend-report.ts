import type { Loaded } from './callers.ts';
import type { SpendMeasured } from './spend.ts';
import type { SpendServed } from './spend-http.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Charges beside Postgres, and what they ask of the tables, as Markdown. */
export function spendPart(measured: SpendMeasured | undefined): string[] {
  if (measured === undefined) return [];
  const cells = (loaded: Loaded | undefined): string =>
    loaded === undefined
      ? '| |'
      : `${whole.format(loaded.perSecond)} | ${loaded.msP50.toFixed(1)} | ${loaded.msP99.toFixed(1)}`;
  return [
    '## Charges beside Postgres (`npm run bench -- spend`)\n',
    'In turn, 64 callers at a time, without HTTP in front. Ours: each payer has a budget, one process decides, and blocks are put into the local DynamoDB as `npm start` has it. Postgres 15 through `pg`: a row for each payer, `UPDATE … WHERE balance >= x RETURNING`, 64 connections, synchronous_commit on. After each round what is left, or in the logs as another process reads them, is compared with what was answered.\n',
    '| payers | round | ours/s | p50 ms | p99 ms | Postgres/s | p50 ms | p99 ms | times as many |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...measured.speed.flatMap(({ payers, ours, theirs }) =>
      ours.map((each, round) => {
        const beside = theirs[round];
        const ratio = beside === undefined ? '' : (each.perSecond / beside.perSecond).toFixed(2);
        return `| ${whole.format(payers)} | ${round + 1} | ${cells(each)} | ${cells(beside)} | ${ratio} |`;
      }),
    ),
    '',
    'What charges ask of the tables, counted: requests and units of a charge. The price is that of the tables; what a charge is recorded for as usage is in [the cost of events](#cost-of-a-million-events-npm-run-bench----cost).\n',
    '| payers | charges | table | requests a charge | read units | write units | a million charges |',
    '|--:|--:|---|---|--:|--:|--:|',
    ...measured.calls.flatMap(({ payers, charges, tables, perMillion }) =>
      Object.entries(tables).map(([table, { operations, readUnits, writeUnits }]) => {
        const asked = Object.entries(operations)
          .map(([name, count]) => `${name} ${(count / charges).toFixed(4)}`)
          .join(', ');
        return `| ${whole.format(payers)} | ${whole.format(charges)} | \`${table}\` | ${asked} | ${(readUnits / charges).toFixed(4)} | ${(writeUnits / charges).toFixed(4)} | $${perMillion.toFixed(3)} |`;
      }),
    ),
    '',
    ...servedPart(measured.served),
  ];
}

function servedPart({ http, lease }: SpendServed): string[] {
  return [
    'Over HTTP, 64 callers at a time, each front in turn: a charge is decided, put, and its event is in the queue when it is answered. The runtime and all its functions share the cores with the callers. Then what is charged is read from each payer and compared.\n',
    '| front | payers | charges (events)/s | p50 ms | p99 ms | told to come again |',
    '|---|--:|--:|--:|--:|--:|',
    ...http.map(
      ({ front, payers, perSecond, msP50, msP99, retried }) =>
        `| ${front} | ${whole.format(payers)} | ${whole.format(perSecond)} | ${msP50.toFixed(1)} | ${msP99.toFixed(1)} | ${whole.format(retried)} |`,
    ),
    '',
    `A lease of the client library answers from memory: ${whole.format(lease.takes)} units, one at a time: p50 ${lease.microsP50.toFixed(2)} µs, p99 ${lease.microsP99.toFixed(2)} µs.\n`,
  ];
}
