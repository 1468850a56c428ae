import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BenchEvent } from './events.ts';

const run = promisify(execFile);
const ROWS_PER_INSERT = 500;
const DEBIAN = '/usr/lib/postgresql';
export const organization = '00000000-0000-4000-8000-000000000001';

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

/** What a query gave, and how long it took as psql says it: with the rows, through a Unix socket. */
interface Queried {
  readonly ms: number;
  /** Columns are parted by `|`. */
  readonly rows: readonly string[];
}

/** A server of its own, with the table of events, until it is stopped. */
export interface Postgres {
  /** Writes a file of inserts for `insert`. */
  insertsOf(name: string, events: Iterable<BenchEvent>): Promise<string>;
  insert(file: string): Promise<void>;
  /** One query after another, on one connection. */
  query(sql: string): Promise<Queried>;
  /** The folder of its Unix socket, for other clients; anybody may ask it. */
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * Starts a server; undefined, with the reason said, where there is none to run. A commit waits for the disk only where
 * that is asked for.
 */
export async function startPostgres(
  say: (line: string) => void,
  { waitsForDisk = false }: { readonly waitsForDisk?: boolean } = {},
): Promise<Postgres | undefined> {
  const binaries = binariesIn(DEBIAN);
  if (binaries === undefined) {
    say(`postgres: left out, there is no server in ${DEBIAN} (apt-get install postgresql)`);
    return undefined;
  }
  const directory = await mkdtemp(join(tmpdir(), 'farthing-postgres-'));
  await chmod(directory, 0o777);
  const as = userInfo().uid === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  const command = async (program: string, ...args: string[]) => {
    const [first = '', ...rest] = [...as, join(binaries, program), ...args];
    return run(first, rest, { maxBuffer: 1 << 28 });
  };
  const cluster = ['-D', join(directory, 'cluster')];
  const commit = waitsForDisk ? 'on' : 'off';
  const settings = `-c listen_addresses='' -c synchronous_commit=${commit} -c shared_buffers=512MB -c max_wal_size=4GB`;
  await command('initdb', ...cluster, '-A', 'trust', '--no-sync');
  const log = ['-w', '-l', join(directory, 'log'), '-o', `${settings} -k ${directory}`];
  await command('pg_ctl', ...cluster, ...log, 'start');
  const shell = [
    ...as,
    join(binaries, 'psql'),
    '-h',
    directory,
    '-d',
    'postgres',
    '-q',
    '-A',
    '-t',
  ];
  await command('psql', ...shell.slice(as.length + 1), '-c', schema);
  const session = psqlSession(shell);
  return {
    insertsOf: (name, events) => insertsFile(join(directory, `${name}.sql`), events),
    insert: (file) => insertFrom(shell, file),
    query: (sql) => session.query(sql),
    socket: directory,
    stop: async () => {
      await session.end();
      await command('pg_ctl', ...cluster, '-m', 'immediate', 'stop');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function binariesIn(root: string): string | undefined {
  if (!existsSync(root)) return undefined;
  const version = readdirSync(root).sort().at(-1);
  const binaries = join(root, version ?? '', 'bin');
  return existsSync(join(binaries, 'initdb')) ? binaries : undefined;
}

async function insertsFile(file: string, events: Iterable<BenchEvent>): Promise<string> {
  const lines: string[] = [];
  let rows: string[] = [];
  for (const event of events) {
    rows.push(rowOf(event));
    if (rows.length < ROWS_PER_INSERT) continue;
    lines.push(insertOf(rows));
    rows = [];
  }
  if (rows.length > 0) lines.push(insertOf(rows));
  await writeFile(file, lines.join('\n'));
  await chmod(file, 0o644);
  return file;
}

const insertOf = (rows: readonly string[]): string =>
  `INSERT INTO events (organization_id, transaction_id, code, properties, "timestamp", created_at, updated_at, external_subscription_id) VALUES ${rows.join(',')} ON CONFLICT DO NOTHING;`;

const rowOf = ({ id, type, subject, time, data }: BenchEvent): string =>
  `('${organization}','${id}','${type}','${JSON.stringify(data)}','${time}',now(),now(),'${subject}')`;

async function insertFrom([first = '', ...rest]: readonly string[], file: string): Promise<void> {
  const args = [...rest, '-v', 'ON_ERROR_STOP=1', '-f', file];
  const psql = spawn(first, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(psql, 'close');
  if (psql.exitCode !== 0) throw new Error(`psql ended with ${psql.exitCode}`);
}

const TIMED = /^Time: ([\d.]+) ms/;

/** A psql that is asked over its input, and says after each query how long that took. */
function psqlSession([first = '', ...rest]: readonly string[]) {
  const args = [...rest, '-v', 'ON_ERROR_STOP=1', '-P', 'pager=off'];
  const psql = spawn(first, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: psql.stdout })[Symbol.asyncIterator]();
  psql.stdin.write('\\timing on\n');
  return {
    async query(sql: string): Promise<Queried> {
      psql.stdin.write(`${sql};\n`);
      const rows: string[] = [];
      for (;;) {
        const line = await lines.next();
        if (line.done === true) throw new Error('psql ended before it answered');
        const timed = TIMED.exec(line.value);
        if (timed !== null) return { ms: Number(timed[1]), rows };
        rows.push(line.value);
      }
    },
    async end(): Promise<void> {
      const closed = once(psql, 'close');
      psql.stdin.end();
      await closed;
    },
  };
}
