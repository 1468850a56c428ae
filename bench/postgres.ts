import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BenchEvent, benchEvents } from './events.ts';

const run = promisify(execFile);
const EVENTS = 100_000;
const ROWS_PER_INSERT = 500;
const CLIENTS = 2;
const DEBIAN = '/usr/lib/postgresql';

/**
 * The table in which Lago keeps events, with its indexes (names and columns after getlago/lago-api, db/structure.sql):
 * one row an event, unique by (organization, subscription, transaction).
 */
const schema = `
CREATE TABLE events (
  id uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY,
  organization_id uuid NOT NULL, customer_id uuid, transaction_id varchar NOT NULL, code varchar NOT NULL,
  properties jsonb DEFAULT '{}' NOT NULL, "timestamp" timestamp, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, metadata jsonb DEFAULT '{}' NOT NULL, subscription_id uuid,
  deleted_at timestamp(6), external_customer_id varchar, external_subscription_id varchar,
  precise_total_amount_cents numeric(40,15));
CREATE INDEX ON events (external_subscription_id, organization_id, code, "timestamp") INCLUDE (properties) WHERE deleted_at IS NULL;
CREATE INDEX ON events (external_subscription_id, organization_id, "timestamp") INCLUDE (code) WHERE deleted_at IS NULL;
CREATE INDEX ON events (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ON events (organization_id, code);
CREATE INDEX ON events (organization_id, created_at DESC) WHERE deleted_at IS NULL;
CREATE INDEX ON events (organization_id, "timestamp" DESC) WHERE deleted_at IS NULL;
CREATE INDEX ON events (organization_id, transaction_id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX ON events (organization_id, external_subscription_id, transaction_id);
`;

/**
 * What a person needs to see beside our own speed; undefined, with the reason said, where there is no server to run.
 */
export async function measurePostgres(say: (line: string) => void): Promise<number | undefined> {
  const binaries = binariesIn(DEBIAN);
  if (binaries === undefined) {
    say(`postgres: left out, there is no server in ${DEBIAN} (apt-get install postgresql)`);
    return undefined;
  }
  say(`postgres: ${EVENTS} events, inserts of ${ROWS_PER_INSERT} rows, ${CLIENTS} clients`);
  const directory = await mkdtemp(join(tmpdir(), 'farthing-postgres-'));
  await chmod(directory, 0o777);
  const as = userInfo().uid === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  const command = async (program: string, ...args: string[]) => {
    const [first = '', ...rest] = [...as, join(binaries, program), ...args];
    return run(first, rest, { maxBuffer: 1 << 28 });
  };
  const cluster = join(directory, 'cluster');
  const settings =
    "-c listen_addresses='' -c synchronous_commit=off -c shared_buffers=512MB -c max_wal_size=4GB";
  await command('initdb', '-D', cluster, '-A', 'trust', '--no-sync');
  await command(
    'pg_ctl',
    '-D',
    cluster,
    '-w',
    '-l',
    join(directory, 'log'),
    '-o',
    `${settings} -k ${directory}`,
    'start',
  );
  try {
    await command('psql', '-h', directory, '-d', 'postgres', '-q', '-c', schema);
    const files = await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => insertsFile(directory, client)),
    );
    const started = performance.now();
    await Promise.all(files.map((file) => psql([...as, join(binaries, 'psql')], directory, file)));
    return EVENTS / ((performance.now() - started) / 1000);
  } finally {
    await command('pg_ctl', '-D', cluster, '-m', 'immediate', 'stop');
    await rm(directory, { recursive: true, force: true });
  }
}

function binariesIn(root: string): string | undefined {
  if (!existsSync(root)) return undefined;
  const version = readdirSync(root).sort().at(-1);
  const binaries = join(root, version ?? '', 'bin');
  return existsSync(join(binaries, 'initdb')) ? binaries : undefined;
}

async function insertsFile(directory: string, client: number): Promise<string> {
  const lines: string[] = [];
  let rows: string[] = [];
  const count = EVENTS / CLIENTS;
  const from = Date.now() - 3_600_000;
  for (const event of benchEvents({ count, from, perSecond: 1_000, seed: client })) {
    rows.push(rowOf(event));
    if (rows.length < ROWS_PER_INSERT) continue;
    lines.push(insertOf(rows));
    rows = [];
  }
  if (rows.length > 0) lines.push(insertOf(rows));
  const file = join(directory, `inserts-${client}.sql`);
  await writeFile(file, lines.join('\n'));
  await chmod(file, 0o644);
  return file;
}

const insertOf = (rows: readonly string[]): string =>
  `INSERT INTO events (organization_id, transaction_id, code, properties, "timestamp", created_at, updated_at, external_subscription_id) VALUES ${rows.join(',')} ON CONFLICT DO NOTHING;`;

const rowOf = ({ id, type, subject, time, data }: BenchEvent): string =>
  `('00000000-0000-4000-8000-000000000001','${id}','${type}','${JSON.stringify(data)}','${time}',now(),now(),'${subject}')`;

function psql(program: readonly string[], host: string, file: string): Promise<void> {
  const [first = '', ...rest] = program;
  const args = [...rest, '-h', host, '-d', 'postgres', '-q', '-v', 'ON_ERROR_STOP=1', '-f', file];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  spawn(first, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    .on('error', reject)
    .on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`psql ended with ${code}`));
    });
  return promise;
}
