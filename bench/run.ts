import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { compareAgainst, comparedParts } from './against.ts';
import { type Comparison, comparisonReport } from './compared.ts';
import type { Results } from './results.ts';

const USAGE = `npm run bench -- [PART ...] [--json] [sizes]
npm run bench -- targets FILE ...
npm run bench -- --against COMMIT [PART ...] [--rounds N] [--json] [sizes]

  PART             speed, fronts, tenants, postgres, freshness, cost, log, billing, month, repeats, reads, erasure, earnings, spend, gate, transparency, leaves or start; all without one, and then RESULTS.md is written anew
  targets FILE     the report, with the targets at its top, of what runs with --json have printed to files
  --against C      measure speed, cost, billing and simulation (or the parts named) in a copy of commit C and here, in turn
  --rounds N       how often each is measured on either side, or each front, or Postgres and the log or spend beside it, or a gate (2)

  --per-request N  events a request of speed (1, 10, 100, 500) and cost (100, 1); may be repeated
  --events N       events of each load of speed (4000 to 300000 by its events a request; of fronts 15000, a fifth of them through the HTTP API; against a commit 100000); a month of repeats or reads (300000), a stream of erasure (300000)
  --seconds N      length of cost's stream (120, at one event a request 40 at most; against a commit 20), of each look of tenants (15), of each round of spend and gate (10)
  --customers N    customers billed (1000 and 10000; against a commit 1000); may be repeated; of month, too
  --months N       months billed in a row, of which the last is measured (3)
  --seeds N        seeds of the pipeline's simulation against a commit (300; of billing's a fifteenth)`;

const parts = [
  'speed',
  'fronts',
  'tenants',
  'postgres',
  'freshness',
  'cost',
  'log',
  'billing',
  'month',
  'repeats',
  'reads',
  'erasure',
  'earnings',
  'spend',
  'gate',
  'transparency',
  'leaves',
  'start',
] as const;
/** Each second of this takes one machine several. */
const COST_SECONDS_SINGLY = 40;
const READ_ROUNDS = 40;
const PAYEES = 100_000;
const POSTGRES_EVENTS = 100_000;
const LEAVES_EVENTS = 300_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    against: { type: 'string' },
    rounds: { type: 'string', default: '2' },
    'per-request': { type: 'string', multiple: true },
    events: { type: 'string' },
    seconds: { type: 'string' },
    customers: { type: 'string', multiple: true },
    months: { type: 'string', default: '3' },
    seeds: { type: 'string', default: '300' },
  },
});
const say = (line: string): void => console.error(line);

/** The parts that were named, or all; ends the process when one is none of them. */
function partsNamed<Name extends string>(known: readonly Name[]): readonly Name[] {
  const unknown = positionals.find((part) => !known.some((name) => name === part));
  if (unknown !== undefined) {
    console.error(`name any of ${known.join(', ')}, or none for all; got ${unknown}\n\n${USAGE}`);
    process.exit(2);
  }
  return positionals.length === 0 ? known : known.filter((name) => positionals.includes(name));
}

async function against(commit: string): Promise<void> {
  const comparison = await compareAgainst(commit, {
    parts: partsNamed(comparedParts),
    rounds: Number(values.rounds),
    sizes: {
      events: Number(values.events ?? 100_000),
      seconds: Number(values.seconds ?? 20),
      customers: Number(values.customers?.[0] ?? 1_000),
      months: Number(values.months),
      seeds: Number(values.seeds),
    },
    say,
  });
  console.log(
    values.json ? JSON.stringify(comparison, undefined, 2) : comparisonReport(comparison),
  );
}

// A part is loaded when it is measured, the report when it is written: an older commit lacks what others are made of.
const load = {
  speed: () => import('./speed.ts'),
  fronts: () => import('./fronts.ts'),
  tenants: () => import('./tenants.ts'),
  postgres: () => import('./postgres.ts'),
  freshness: () => import('./freshness.ts'),
  cost: () => import('./cost.ts'),
  log: () => import('./log.ts'),
  billing: () => import('./billing.ts'),
  month: () => import('./month.ts'),
  repeats: () => import('./repeats.ts'),
  reads: () => import('./reads.ts'),
  erasure: () => import('./erasure.ts'),
  earnings: () => import('./earnings.ts'),
  spend: () => import('./spend.ts'),
  gate: () => import('./gate.ts'),
  transparency: () => import('./transparency.ts'),
  leaves: () => import('./event-leaves.ts'),
  start: () => import('./start.ts'),
  report: () => import('./report.ts'),
};

async function speeds() {
  const { allLoads, measureSpeed } = await load.speed();
  const loads = allLoads
    .filter(({ eventsPerRequest: size }) => values['per-request']?.includes(`${size}`) ?? true)
    .map((one) => (values.events === undefined ? one : { ...one, events: Number(values.events) }));
  return measureSpeed(loads, say);
}

const onlyHttpApi = ['http-api'] as const;
const bothFronts = ['http-api', 'web-function'] as const;

async function costs() {
  const { measureCost } = await load.cost();
  const seconds = Number(values.seconds ?? 120);
  const measured: Awaited<ReturnType<typeof measureCost>>[] = [];
  for (const perRequest of (values['per-request'] ?? ['100', '1']).map(Number)) {
    const length = perRequest === 1 ? Math.min(seconds, COST_SECONDS_SINGLY) : seconds;
    const fronts = perRequest === 1 ? bothFronts : onlyHttpApi;
    for (const front of fronts) {
      const order = { eventsPerRequest: perRequest, front, seconds: length };
      measured.push(await measureCost(order, say));
    }
  }
  return measured;
}

async function billings() {
  const { measureBilling } = await load.billing();
  const measured: Awaited<ReturnType<typeof measureBilling>>[] = [];
  for (const count of (values.customers ?? ['1000', '10000']).map(Number)) {
    measured.push(await measureBilling({ customers: count, months: Number(values.months) }, say));
  }
  return measured;
}

async function monthEnds() {
  const { measureMonth } = await load.month();
  const measured: Awaited<ReturnType<typeof measureMonth>>[] = [];
  for (const count of (values.customers ?? ['1000', '10000']).map(Number)) {
    measured.push(await measureMonth({ customers: count, months: Number(values.months) }, say));
  }
  return measured;
}

async function logs() {
  const { measureTransparency } = await load.transparency();
  const measured: Awaited<ReturnType<typeof measureTransparency>>[number][] = [];
  for (const count of (values.customers ?? ['1000']).map(Number))
    measured.push(...(await measureTransparency(count, say)));
  return measured;
}

async function leaves() {
  const { measureEventLeaves } = await load.leaves();
  return measureEventLeaves(Number(values.events ?? LEAVES_EVENTS), say);
}

/** Both in turn, so that neither has the quieter machine. */
async function besidePostgres() {
  const { measureBesidePostgres } = await load.postgres();
  const { measureSpeed } = await load.speed();
  const events = Number(values.events ?? POSTGRES_EVENTS);
  const ours = async () => {
    const [speed] = await measureSpeed([{ eventsPerRequest: 500, events }], say);
    return speed?.eventsPerSecond ?? Number.NaN;
  };
  return measureBesidePostgres({ ours, rounds: Number(values.rounds), events }, say);
}

async function measure(): Promise<void> {
  const named = partsNamed(parts);
  const when = async <Result>(
    part: (typeof parts)[number],
    measured: () => Promise<Result>,
  ): Promise<Result | undefined> => {
    if (!named.includes(part)) return undefined;
    const result = await measured();
    say(JSON.stringify(result));
    return result;
  };
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    postgres: await when('postgres', besidePostgres),
    speed: await when('speed', speeds),
    fronts: await when('fronts', async () =>
      (await load.fronts()).measureFronts(
        { rounds: Number(values.rounds), events: Number(values.events ?? 15_000) },
        say,
      ),
    ),
    tenants: await when('tenants', async () =>
      (await load.tenants()).measureTenants({ seconds: Number(values.seconds ?? 15) }, say),
    ),
    freshness: await when('freshness', async () => (await load.freshness()).measureFreshness(say)),
    cost: await when('cost', costs),
    log: await when('log', async () => (await load.log()).measureLog(say)),
    billing: await when('billing', billings),
    month: await when('month', monthEnds),
    repeats: await when('repeats', async () =>
      (await load.repeats()).measureRepeats(Number(values.events ?? 300_000), say),
    ),
    reads: await when('reads', async () =>
      (await load.reads()).measureReads(
        { events: Number(values.events ?? 300_000), rounds: READ_ROUNDS },
        say,
      ),
    ),
    erasure: await when('erasure', async () =>
      (await load.erasure()).measureErasure(Number(values.events ?? 300_000), say),
    ),
    earnings: await when('earnings', async () =>
      (await load.earnings()).measureEarnings(PAYEES, say),
    ),
    spend: await when('spend', async () =>
      (await load.spend()).measureSpend(
        { rounds: Number(values.rounds), seconds: Number(values.seconds ?? 10) },
        say,
      ),
    ),
    gate: await when('gate', async () =>
      (await load.gate()).measureGate(
        { rounds: Number(values.rounds), seconds: Number(values.seconds ?? 10) },
        say,
      ),
    ),
    transparency: await when('transparency', logs),
    leaves: await when('leaves', leaves),
    start: await when('start', async () => (await load.start()).measureStart(say)),
  };
  if (values.json) console.log(JSON.stringify(results, undefined, 2));
  if (values.json && positionals.length > 0) return;
  const report = (await load.report()).reportOf(results);
  if (!values.json) console.log(report);
  if (positionals.length === 0) await writeFile(new URL('RESULTS.md', import.meta.url), report);
}

/** Of several runs, the last that measured a part counts. npm says what it runs before what that prints. */
async function reportFiles(files: readonly string[]): Promise<void> {
  const { reportOf } = await load.report();
  let merged: Results = { date: new Date().toISOString().slice(0, 10) };
  for (const file of files) {
    const printed = await readFile(file, 'utf8');
    const run = JSON.parse(printed.slice(printed.indexOf('{'))) as Results | Comparison;
    merged = { ...merged, ...('there' in run ? { comparison: run } : run) };
  }
  console.log(reportOf(merged));
}

const [first, ...files] = positionals;
if (first === 'targets') await reportFiles(files);
else await (values.against === undefined ? measure() : against(values.against));
