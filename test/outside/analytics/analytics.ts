import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { billSomething } from '../bill-something.ts';
import { type DuckRow, duck, ran } from './duck.ts';
import { millionFaults } from './million.ts';

const here = import.meta.dirname;
const root = join(here, '../../..');
const PAGE = join(root, 'docs/analytics.md');

/**
 * What DuckDB reads of exports: a million events with equal sums; then a month of a local stack, billed and exported by
 * the command line, whose usage is what the interface says, whose charges add up to its invoices, and whose postings to
 * its accounts. The statements of docs/analytics.md are run on it as they stand there, those for Athena on views.
 */
export async function analyticsFaults(): Promise<readonly string[]> {
  const own = ['--ignore-scripts=false', '--no-audit', '--no-fund', '--prefix', here];
  await ran('npm', ['ci', ...own], { cwd: here });
  const folder = await mkdtemp(join(tmpdir(), 'farthing-analytics-'));
  try {
    return [...(await millionFaults(join(folder, 'million'))), ...(await monthFaults(folder))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function monthFaults(folder: string): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    await billSomething(farthing);
    const first = await exported(farthing, folder);
    const second = await exported(farthing, folder);
    await correctOne(farthing);
    const third = await exported(farthing, folder);
    console.log(`a month: ${first.files} files, then ${second.files}, then ${third.files}`);
    return [
      ...(first.files > 0 ? [] : ['nothing was exported']),
      ...(second.files === 0 ? [] : [`a second export put ${second.files} files`]),
      // The row of what takes it out, and in a file of its own the row that it takes back.
      ...(third.files === 2 ? [] : [`after a correction an export put ${third.files} files`]),
      ...(await differences(farthing, folder)),
      ...(await pageFaults(folder)),
    ];
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

async function exported({ stack }: LocalFarthing, folder: string): Promise<{ files: number }> {
  const env = { ...process.env, FARTHING_URL: stack.url, FARTHING_API_KEY: stack.apiKey };
  const program = join(root, 'bin/farthing.ts');
  const args = [program, '--json', 'export', '-o', 'exported'];
  return JSON.parse(await ran(process.execPath, args, { cwd: folder, env })) as { files: number };
}

type Body = Readonly<Record<string, unknown>>;

const WAIT_SECONDS_MAX = 120;

/** A view of March did not happen; resolves once usage says so. */
async function correctOne(farthing: LocalFarthing): Promise<void> {
  const usage = async () => {
    const { body } = await farthing.request('GET', '/v1/usage?meter=view&from=2026-03&to=2026-04');
    return ((body as Body)['rows'] as Body[])[0]?.['value'];
  };
  const before = await usage();
  const events = [{ source: 'urn:outside', id: 'press 0', time: '2026-03-10T10:00:00Z' }];
  const headers = { 'idempotency-key': 'one-view' };
  const asked = { reason: 'our own crawler', events };
  const { apiKey } = farthing.stack;
  const answer = await farthing.request('POST', '/v1/corrections', asked, apiKey, headers);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  for (let second = 0; second < WAIT_SECONDS_MAX; second += 1) {
    if ((await usage()) !== before) return;
    await sleep(1_000);
  }
  throw new Error('usage does not follow a correction');
}

/** Where what DuckDB adds up is not what the interface says. */
async function differences(farthing: LocalFarthing, folder: string): Promise<readonly string[]> {
  const ask = async (path: string): Promise<Body> =>
    (await farthing.request('GET', path)).body as Body;
  const [usage = [], charges = [], postings = [], charged = []] = await duck(folder, [
    "SELECT meter AS key, sum(quantity) AS value FROM read_parquet('exported/usage/**/*.parquet') WHERE meter IS NOT NULL AND time >= '2026-03-01' AND time < '2026-04-01' GROUP BY meter",
    "SELECT InvoiceId AS key, sum(BilledCost) AS value FROM read_parquet('exported/focus/**/*.parquet') WHERE x_DocumentKind <> 'credit-note' GROUP BY InvoiceId",
    "SELECT CASE WHEN account LIKE 'customer:%' THEN 'customers:' || split_part(account, ':', 3) ELSE account END AS key, sum(amount) AS value FROM read_parquet('exported/books/**/*.parquet') GROUP BY 1",
    "SELECT x_Meter AS key, sum(ConsumedQuantity) AS value FROM read_parquet('exported/focus/**/*.parquet') WHERE x_LineKind = 'usage' AND BillingPeriodStart = '2026-03-01' GROUP BY x_Meter",
  ]);
  const { rows } = await ask('/v1/usage?meter=view&from=2026-03&to=2026-04');
  const { invoices } = await ask('/v1/invoices');
  const { accounts } = await ask('/v1/accounts');
  const due = (invoices as Body[])
    .filter(({ number }) => typeof number === 'string')
    .map(({ number, total, payable }) => [String(number), String(payable ?? total)]);
  const balances = (accounts as Body[])
    .filter(({ balance }) => Number(balance) !== 0)
    .map(({ account, balance }) => [String(account), String(balance)]);
  const used = [['view', String((rows as Body[])[0]?.['value'])]];
  // Of March, what the statement carries is charged in no invoice yet.
  const compared = { usage, charges, postings };
  console.log(
    `compared: ${Object.entries(compared)
      .map(([what, of]) => `${of.length} of ${what}`)
      .join(', ')}; charged ${JSON.stringify(charged)}`,
  );
  return [
    ...unequal('usage', usage, used),
    ...unequal('charges', charges, due),
    ...unequal(
      'postings',
      postings.filter(({ value }) => Number(value) !== 0),
      balances,
    ),
  ];
}

function unequal(
  what: string,
  found: readonly DuckRow[],
  expected: readonly (readonly string[])[],
): readonly string[] {
  const sums = new Map(found.map(({ key, value }) => [String(key), plain(String(value))]));
  const keys = new Set([...sums.keys(), ...expected.map(([key = '']) => key)]);
  const wanted = new Map(expected.map(([key = '', value = '']) => [key, plain(value)]));
  return [...keys].flatMap((key) =>
    sums.get(key) === wanted.get(key)
      ? []
      : [`${what} of ${key}: DuckDB says ${sums.get(key)}, the interface ${wanted.get(key)}`],
  );
}

/** Without the zeros after a point. */
const plain = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

/** Which statements of the page do not run, or find nothing. */
async function pageFaults(folder: string): Promise<readonly string[]> {
  const page = await readFile(PAGE, 'utf8');
  const [forDuck = '', forAthena = ''] = page.split('## Athena');
  const march = (text: string) =>
    text
      .replaceAll('2026-10-01', '2026-03-01')
      .replaceAll('2026-10-31', '2026-03-31')
      .replaceAll("month = '2026-11'", 'month IS NOT NULL')
      .replaceAll('2026-11-01', '2026-04-01')
      .replaceAll("meter = 'views'", "meter = 'view'");
  const statements = (text: string) =>
    [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => march(sql));
  const view = (name: string) =>
    `CREATE VIEW ${name} AS SELECT *, 'acme' AS tenant FROM read_parquet('exported/${name}/**/*.parquet', hive_partitioning = true)`;
  const asked = [...statements(forDuck), ...statements(forAthena)];
  const [, , ...answers] = await duck(folder, [view('usage'), view('focus'), ...asked]);
  console.log(`docs/analytics.md: ${asked.length} statements run`);
  return [
    ...(asked.length >= 8 ? [] : [`docs/analytics.md has ${asked.length} statements`]),
    ...asked.flatMap((sql, index) =>
      (answers[index] ?? []).length > 0 ? [] : [`nothing is found by: ${sql.trim()}`],
    ),
  ];
}
