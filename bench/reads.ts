import { utc } from '../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../core/kernel/timestamp.ts';
import { readUsagePage } from '../core/metering/query/usage-query.ts';
import type { UsageQuestion } from '../core/metering/query/usage-query-question.ts';
import type { RollupReads } from '../core/metering/rollups/ports.ts';
import { InMemoryRollups } from '../test/fakes/rollups.ts';
import { type AskedInSql, fillPostgres, pageRows, sqlOf } from './postgres-reads.ts';
import { type Postgres, startPostgres } from './postgres-server.ts';
import { previewed } from './preview.ts';
import { CountedReads, days, meters, start, tenant, usageMonth } from './usage-month.ts';

const sources = ['hours', 'rollups', 'Postgres'] as const;
type Source = (typeof sources)[number];

/** What an answer took, of time and, where it is ours, of processor and of read units by the sizes of DynamoDB. */
export interface Reads {
  readonly question: string;
  readonly from: Source;
  readonly msP50: number;
  readonly msP99: number;
  readonly cpuMsP50: number | undefined;
  readonly readUnits: number | undefined;
}

/** Hours take a hundred times as long, so they are read in one round of so many. */
const ROUNDS_PER_HOURS = 10;
/** Not counted: programs are compiled, and caches filled. */
const ROUNDS_BEFORE = 5;
const UNIT = 10n ** 12n;

interface Question {
  readonly name: string;
  readonly sql: AskedInSql;
  /** Quantities, as whole numbers. */
  readonly ask: (rollups: RollupReads) => Promise<readonly bigint[]>;
}

const usageOf = (
  reads: CountedReads,
  fields: Partial<UsageQuestion>,
): ((rollups: RollupReads) => Promise<readonly bigint[]>) => {
  const question: UsageQuestion = {
    tenant,
    meter: meters[0],
    period: { start: timestampOf(start), end: timestampOf(start + days * millisecondsPer.day) },
    unit: 'day',
    timeZone: utc,
    grouping: { customer: false, subject: false, dimensions: [] },
    subjects: undefined,
    isAskedFor: () => true,
    cutsOf: undefined,
    dimensionValues: new Map(),
    ownerOf: () => undefined,
    ...fields,
  };
  return async (rollups) => {
    const stores = { totals: reads.hourReads, rollups };
    const page = await readUsagePage(stores, question, { after: undefined, limit: pageRows });
    return page.rows.map(({ value }) => value / UNIT);
  };
};

async function questionsOn(
  reads: CountedReads,
  subjects: readonly string[],
): Promise<readonly Question[]> {
  const [one, many] = [subjects.slice(77, 78), subjects.slice(500, 1_000)];
  const bySubject = { customer: false, subject: true, dimensions: [] };
  const preview = await previewed(reads, many);
  return [
    {
      name: 'one subject',
      sql: { subjects: one, by: 'day' },
      ask: usageOf(reads, { subjects: new Set(one) }),
    },
    {
      name: '500 subjects',
      sql: { subjects: many, by: 'day' },
      ask: usageOf(reads, { subjects: new Set(many) }),
    },
    { name: 'the tenant', sql: { subjects: undefined, by: 'day' }, ask: usageOf(reads, {}) },
    {
      name: 'the tenant by subject, first page',
      sql: { subjects: undefined, by: 'day and subject' },
      ask: usageOf(reads, { grouping: bySubject }),
    },
    {
      name: 'preview of 500 subjects',
      sql: { subjects: many, by: 'meter' },
      ask: async (rollups) => (await preview(rollups)).slice(0, meters.length).map(BigInt),
    },
  ];
}

/**
 * A month by days, and a preview of it, from hours, from rollups and from Postgres in turn; throws where they do not
 * answer alike. Stores are in memory and Postgres has all it needs in memory, too.
 */
export async function measureReads(
  { events, rounds }: { readonly events: number; readonly rounds: number },
  say: (line: string) => void,
): Promise<Reads[]> {
  say(`reads: a month of ${events} events`);
  const { hours, subjects } = usageMonth(events);
  const reads = new CountedReads(hours);
  await reads.rollUp();
  const postgres = await startPostgres(say);
  try {
    if (postgres !== undefined) await fillPostgres(postgres, events);
    const measured: Reads[] = [];
    for (const question of await questionsOn(reads, subjects)) {
      say(`reads: ${question.name}`);
      measured.push(...(await inTurn(reads, postgres, question, rounds)));
    }
    return measured;
  } finally {
    await postgres?.stop();
  }
}

interface Sample {
  readonly ms: number;
  readonly cpuMs: number | undefined;
  readonly units: number | undefined;
  readonly answer: string;
}

async function inTurn(
  reads: CountedReads,
  postgres: Postgres | undefined,
  { name, sql, ask }: Question,
  rounds: number,
): Promise<Reads[]> {
  const none = new InMemoryRollups();
  const asks: Readonly<Record<Source, () => Promise<Sample | undefined>>> = {
    hours: () => ours(reads, () => ask(none)),
    rollups: () => ours(reads, () => ask(reads.rolled)),
    Postgres: async () => (postgres === undefined ? undefined : theirs(postgres, sql)),
  };
  const samples = new Map<Source, Sample[]>(sources.map((source) => [source, []]));
  for (let round = -ROUNDS_BEFORE; round < rounds; round += 1) {
    for (const source of sources) {
      if (source === 'hours' && round % ROUNDS_PER_HOURS !== 0) continue;
      const sample = await asks[source]();
      if (sample !== undefined && round >= 0) samples.get(source)?.push(sample);
    }
  }
  const all = [...samples].filter(([, some]) => some.length > 0);
  const answers = new Set(all.flatMap(([, some]) => some.map(({ answer }) => answer)));
  if (answers.size !== 1) throw new Error(`${name}: not all answer alike: ${[...answers]}`);
  return all.map(([from, some]) => ({
    question: name,
    from,
    msP50: at(0.5, some, ({ ms }) => ms),
    msP99: at(0.99, some, ({ ms }) => ms),
    cpuMsP50: from === 'Postgres' ? undefined : at(0.5, some, ({ cpuMs = 0 }) => cpuMs),
    readUnits: some.at(-1)?.units,
  }));
}

const at = (share: number, samples: readonly Sample[], of: (sample: Sample) => number): number => {
  const sorted = samples.map(of).sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
};

async function ours(reads: CountedReads, ask: () => Promise<readonly bigint[]>): Promise<Sample> {
  reads.units = 0;
  const [started, before] = [performance.now(), process.cpuUsage()];
  const values = await ask();
  const { user, system } = process.cpuUsage(before);
  return {
    ms: performance.now() - started,
    cpuMs: (user + system) / 1_000,
    units: reads.units,
    answer: textOf(values),
  };
}

async function theirs(postgres: Postgres, asked: AskedInSql): Promise<Sample> {
  const { ms, rows } = await postgres.query(sqlOf(asked));
  const values = rows.map((row) => BigInt(row.slice(row.lastIndexOf('|') + 1)));
  return { ms, cpuMs: undefined, units: undefined, answer: textOf(values) };
}

/** In an order of its own, and without days of which Postgres has no row. */
const textOf = (values: readonly bigint[]): string =>
  values
    .filter((value) => value !== 0n)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(' ');
