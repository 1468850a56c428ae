import type { Billing } from './billing.ts';
import type { Samples } from './compared.ts';
import type { Cost } from './cost.ts';
import type { Results } from './results.ts';
import type { SpendCalls } from './spend.ts';

/** A measure of speed with what is aimed at. Of what is compared, the figure is ours and the ratio ours over theirs. */
interface Target {
  readonly measure: string;
  /** After `npm run bench -- `. */
  readonly command: string;
  readonly target: string;
  readonly of: (results: Results) => Measured | undefined;
}

interface Measured {
  readonly figure: string;
  readonly ratio?: number;
  readonly isMet: boolean;
}

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
};

const atMost = (value: number | undefined, most: number, unit: string): Measured | undefined =>
  value === undefined
    ? undefined
    : { figure: `${number.format(value)} ${unit}`.trim(), isMet: value <= most };

/** Ours beside another figure of the same run. */
function beside(
  ours: number | undefined,
  theirs: number | undefined,
  { unit, isMet }: { readonly unit: string; readonly isMet: (ratio: number) => boolean },
): Measured | undefined {
  if (ours === undefined || theirs === undefined) return undefined;
  const ratio = ours / theirs;
  const figure = `${number.format(ours)} to ${number.format(theirs)} ${unit}`;
  return { figure, ratio, isMet: isMet(ratio) };
}

const most = ({ billing = [] }: Results): Billing | undefined =>
  billing.toSorted((a, b) => b.customers - a.customers)[0];
const billed = ({ billing = [] }: Results, customers: number): Billing | undefined =>
  billing.find((one) => one.customers === customers);
const priced = ({ cost = [] }: Results, front: Cost['front'], each: number): Cost | undefined =>
  cost.find((one) => one.front === front && one.eventsPerRequest === each);

/** Of a comparison with an earlier commit: medians here over those there. */
const against =
  (name: string, unit: string, isMet: (ratio: number) => boolean) =>
  ({ comparison }: Results): Measured | undefined => {
    const of = (side: readonly Samples[] = []) => median(side.flatMap((one) => one[name] ?? []));
    return beside(of(comparison?.here), of(comparison?.there), { unit, isMet });
  };

const read = (question: string, timesMax: number) => ({
  command: 'reads',
  target: `≤ ${timesMax}× Postgres`,
  of: ({ reads = [] }: Results) => {
    const from = (source: 'rollups' | 'Postgres') =>
      reads.find((row) => row.question === question && row.from === source)?.msP50;
    return beside(from('rollups'), from('Postgres'), {
      unit: 'ms',
      isMet: (ratio) => ratio <= timesMax,
    });
  },
});

const rolled = ({ reads = [] }: Results, question: string) =>
  reads.find((row) => row.question === question && row.from === 'rollups');

/** What a month of billing came to: of the most customers, or else here, beside an earlier commit. */
const ofBilling =
  (
    of: (billing: Billing) => number,
    compared: string,
    { most: limit }: { readonly most: number },
  ) =>
  (results: Results): Measured | undefined => {
    const largest = most(results);
    const here = results.comparison?.here.flatMap((one) => one[compared] ?? []);
    return atMost(largest === undefined ? median(here ?? []) : of(largest), limit, '');
  };

const AGAINST = '--against fbdfb75 billing';
const fifth = (ratio: number): boolean => ratio <= 1 / 5;

/** Medians of rounds, ours over Postgres's. */
const ofSpend = (payers: number, timesMin: number) => ({
  command: 'spend',
  target: `≥ ${timesMin}× Postgres`,
  of: ({ spend }: Results) => {
    const found = spend?.speed.find((one) => one.payers === payers);
    const of = (side: 'ours' | 'theirs') =>
      median((found?.[side] ?? []).map(({ perSecond }) => perSecond));
    return beside(of('ours'), of('theirs'), {
      unit: 'charges/s',
      isMet: (ratio) => ratio >= timesMin,
    });
  },
});

/** Of a charge, how often tables were asked. */
function askedOf(calls: SpendCalls | undefined): Measured | undefined {
  if (calls === undefined) return undefined;
  const tables = Object.values(calls.tables);
  const count = (isRead: boolean): number =>
    tables
      .flatMap(({ operations }) => Object.entries(operations))
      .filter(([name]) => (name === 'PutItem') !== isRead)
      .reduce((sum, [, times]) => sum + times, 0) / calls.charges;
  const [reads, puts] = [count(true), count(false)];
  return {
    figure: `${number.format(reads)} and ${number.format(puts)}`,
    isMet: reads <= 1 && puts <= 1.05,
  };
}

const leaseMs = (spend: Results['spend']): number | undefined =>
  spend === undefined ? undefined : spend.served.lease.microsP99 / 1_000;

const targets: readonly Target[] = [
  {
    measure: 'closing a third month, invoices/s beside an earlier build',
    command: AGAINST,
    target: '≥ 5×',
    of: against('billing: invoices/s', 'invoices/s', (ratio) => ratio >= 5),
  },
  {
    measure: 'invoices/s at 10,000 customers beside 1,000',
    command: 'billing',
    target: '≥ 0.9×',
    of: (results) =>
      beside(
        billed(results, 10_000)?.invoicesPerSecond,
        billed(results, 1_000)?.invoicesPerSecond,
        {
          unit: 'invoices/s',
          isMet: (ratio) => ratio >= 0.9,
        },
      ),
  },
  {
    measure: 'RunBilling, ms an invoice',
    command: AGAINST,
    target: '≤ 1/5',
    of: against('ms a month in RunBilling', 'ms', fifth),
  },
  {
    measure: 'StoreDocuments, ms a document',
    command: AGAINST,
    target: '≤ 1/5',
    of: against('ms a month in StoreDocuments', 'ms', fifth),
  },
  {
    measure: 'write units an invoice',
    command: 'billing',
    target: '≤ 3',
    of: ofBilling(({ each }) => each.writeUnits, 'write units an invoice', { most: 3 }),
  },
  {
    measure: '100,000 invoices, $',
    command: 'billing',
    target: '≤ 1.00',
    of: ofBilling(({ totalPer100000 }) => totalPer100000, '$ 100,000 invoices', { most: 1 }),
  },
  {
    measure: 'ingest, one event a request, 64 connections: web function beside HTTP API',
    command: 'fronts',
    target: '≥ 6×',
    of: ({ fronts = [] }) => {
      const accepted = (front: Cost['front']) =>
        median(fronts.filter((one) => one.front === front).map((one) => one.acceptedPerSecond));
      return beside(accepted('web-function'), accepted('http-api'), {
        unit: 'events/s',
        isMet: (ratio) => ratio >= 6,
      });
    },
  },
  {
    measure: 'a million events at one a request through the web function, without its own price, $',
    command: 'cost',
    target: '≤ 0.60',
    of: (results) => atMost(priced(results, 'web-function', 1)?.totalPerMillion, 0.6, ''),
  },
  {
    measure: 'ingest, 500 events a request, beside Postgres',
    command: 'postgres',
    target: '≥ 1.5× Postgres',
    of: ({ postgres }) =>
      beside(median(postgres?.ours ?? []), median(postgres?.theirs ?? []), {
        unit: 'events/s',
        isMet: (ratio) => ratio >= 1.5,
      }),
  },
  {
    measure: 'usage of one subject, a month by day: ms of processor',
    command: 'reads',
    target: '≤ 3',
    of: (results) => atMost(rolled(results, 'one subject')?.cpuMsP50, 3, 'ms'),
  },
  {
    measure: 'usage of one subject, a month by day: read units',
    command: 'reads',
    target: '≤ 2',
    of: (results) => atMost(rolled(results, 'one subject')?.readUnits, 2, ''),
  },
  { measure: 'usage of 500 subjects, a month by day', ...read('500 subjects', 5) },
  { measure: 'usage of a whole tenant, a month by day', ...read('the tenant', 1) },
  {
    measure: 'first page by subject and day',
    ...read('the tenant by subject, first page', 1),
  },
  {
    measure: 'preview of 500 subjects at a full month: ms of processor',
    command: 'reads',
    target: '≤ 30',
    of: (results) => atMost(rolled(results, 'preview of 500 subjects')?.cpuMsP50, 30, 'ms'),
  },
  {
    measure: 'charges of one payer, beside a row in Postgres that all take from',
    ...ofSpend(1, 3),
  },
  {
    measure: 'charges of 10,000 payers, beside a row for each in Postgres',
    ...ofSpend(10_000, 0.25),
  },
  {
    measure: 'a warm charge of 10,000 payers: reads and puts of tables',
    command: 'spend',
    target: '≤ 1 and 1',
    of: ({ spend }) => askedOf(spend?.calls.find(({ payers }) => payers === 10_000)),
  },
  {
    measure: 'a unit of a lease, 99 of 100',
    command: 'spend',
    target: '< 0.1 ms',
    of: ({ spend }) => atMost(leaseMs(spend), 0.1, 'ms'),
  },
  {
    measure: 'bytes an event in the log',
    command: 'cost',
    target: '≤ 32',
    of: (results) => atMost(priced(results, 'http-api', 100)?.bytesPerEvent, 32, ''),
  },
  {
    measure: 'write units an event in the log',
    command: 'cost',
    target: '≤ 0.035',
    of: (results) => atMost(priced(results, 'http-api', 100)?.writeUnits.usageLog, 0.035, ''),
  },
  {
    measure: '`npm start -- --once`, first',
    command: 'start',
    target: '≤ 25 s',
    of: ({ start }) => atMost(start?.firstSeconds, 25, 's'),
  },
  {
    measure: '`npm start -- --once`, again',
    command: 'start',
    target: '< 10 s',
    of: ({ start }) => atMost(start?.againSeconds, 10, 's'),
  },
  {
    measure: 'memory a minute after a load of 30,000 events',
    command: 'start',
    target: '≤ 400 MB',
    of: ({ start }) => atMost(start?.megabytesAfter, 400, 'MB'),
  },
];

/** Markdown: every target with what this run has of it. */
export function targetsPart(results: Results): string[] {
  return [
    '## Targets\n',
    'What is compared was measured in turn, in one run: the figure is ours to theirs, the ratio ours over theirs. What a run did not measure, its command does.\n',
    '| measure | `npm run bench --` | figure | ratio | target | |',
    '|---|---|--:|--:|--:|---|',
    ...targets.map(({ measure, command, target, of }) => {
      const measured = of(results);
      const cells =
        measured === undefined
          ? ['not measured', '', target, '']
          : [
              measured.figure,
              measured.ratio === undefined ? '' : number.format(measured.ratio),
              target,
              measured.isMet ? 'met' : '**missed**',
            ];
      return `| ${measure} | \`${command}\` | ${cells.join(' | ')} |`;
    }),
    '',
  ];
}
