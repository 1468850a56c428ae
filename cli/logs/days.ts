import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { listAt, numberAt, textAt } from '../http/json.ts';
import { counted } from '../output/numbers.ts';
import { type Column, printable, table } from '../output/table.ts';
import { wholeFile, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';

type Group = ReturnType<CommandLine['program']['command']>;

const columns: readonly Column[] = [
  { title: 'day' },
  { title: 'entries', align: 'right' },
  { title: 'anchored' },
];

/** What of a log is kept day by day, and put on a chain. */
export function addDayCommands(log: Group, { run }: Pick<CommandLine, 'run'>): void {
  log
    .command('days')
    .description('Of which days its checkpoint was kept, and what of it is to be put on a chain')
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .option(
      '-o, --output <folder>',
      'where to write them, with what shows that the log only grew between all checkpoints there',
    )
    .action(run(days));
  log
    .command('anchor')
    .description(
      'What to put on a chain, so that nobody can say later that the log was another then',
    )
    .argument('<tenant>', 'whose books')
    .argument('<year>', 'such as 2026')
    .option('--day <day>', 'of the checkpoint that was kept of a day, such as 2026-11-30')
    .option('-o, --output <file>', 'where the text goes that OpenTimestamps stamps')
    .option('--after <data>', 'call data, such as of a commit of payouts, to put it behind')
    .action(run(anchor));
}

export const logPath = (parts: readonly string[]): string =>
  `/v1/logs/${parts.map(encodeURIComponent).join('/')}`;

/** Where the checkpoint of a log is: as it is now, or as it was kept of a day. */
export const checkpointAt = (tenant: string, year: string, day?: string): readonly string[] =>
  day === undefined ? [tenant, year, 'checkpoint'] : [tenant, year, 'days', day];

async function textOf(session: Session, parts: readonly string[]): Promise<string> {
  const asked = { method: 'GET', path: logPath(parts), accept: 'text/plain' } as const;
  return (await session.api().call(asked)).text;
}

interface AnchorOptions {
  readonly day?: string;
  readonly output?: string;
  readonly after?: string;
}

/** The SHA-256 of what is signed of the checkpoint: the lines before the signatures. */
async function anchor(
  session: Session,
  tenant: string,
  year: string,
  { day, output, after = '0x' }: AnchorOptions,
): Promise<number> {
  if (!/^0x(?:[0-9a-f]{2})*$/i.test(after))
    throw usageFailure(`give call data in hex, with 0x before it, got ${printable(after)}`);
  const checkpoint = await textOf(session, checkpointAt(tenant, year, day));
  const text = `${checkpoint.slice(0, checkpoint.indexOf('\n\n'))}\n`;
  const digest = createHash('sha256').update(text).digest('hex');
  if (output !== undefined) return writeOut(session, [text], output);
  if (session.isJson) session.printJson({ checkpoint, digest, callData: `${after}${digest}` });
  else session.shell.out(`${after}${digest}\n`);
  return exitCode.ok;
}

async function days(
  session: Session,
  tenant: string,
  year: string,
  { output }: { readonly output?: string },
): Promise<number> {
  const path = logPath([tenant, year, 'days']);
  const { body } = await session.api().call({ method: 'GET', path });
  const kept = listAt(body, 'days');
  if (output !== undefined) {
    const names = kept.map((one) => textAt(one, 'day') ?? '');
    return keepDays(session, { tenant, year, output, names });
  }
  const rows = kept.map((one) => [
    textAt(one, 'day') ?? '',
    String(numberAt(one, 'size') ?? ''),
    `0x${textAt(one, 'digest') ?? ''}`,
  ]);
  if (session.isJson) session.printJson(body);
  else session.shell.out(rows.length === 0 ? 'no days yet\n' : table(columns, rows));
  return exitCode.ok;
}

interface KeptDays {
  readonly tenant: string;
  readonly year: string;
  readonly output: string;
  readonly names: readonly string[];
}

/** Writes what is not there yet: each day’s checkpoint, the key, and that the log only grew between all of them. */
async function keepDays(
  session: Session,
  { tenant, year, output, names }: KeptDays,
): Promise<number> {
  const folder = resolve(session.shell.workingDirectory, output);
  try {
    await mkdir(folder, { recursive: true });
    const before = new Set(await readdir(folder));
    const added = names.filter((day) => !before.has(`${day}.checkpoint`));
    const write = (name: string, text: string) => wholeFile(join(folder, name), text);
    const key = await textOf(session, [tenant, year, 'key']);
    for (const day of added)
      await write(`${day}.checkpoint`, await textOf(session, checkpointAt(tenant, year, day)));
    await write(`${year}.key`, key);
    const sizes = await sizesIn(folder, key.slice(0, key.indexOf('+')));
    for (const [index, from] of sizes.slice(0, -1).entries()) {
      const to = sizes[index + 1] ?? from;
      const name = `${year}.${from}-${to}.consistency.json`;
      if (before.has(name)) continue;
      const query = { from: String(from), to: String(to) };
      const path = logPath([tenant, year, 'consistency']);
      const { body } = await session.api().call({ method: 'GET', path, query });
      await write(name, `${JSON.stringify(body)}\n`);
    }
    const said = `${output}: ${counted(names.length, 'day')}, ${added.length} of them new\n`;
    if (session.isJson) session.printJson({ folder, days: names, added });
    else session.shell.out(said);
    return exitCode.ok;
  } catch (error) {
    const code = error instanceof Failure ? undefined : systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write into ${folder} (${code})`);
  }
}

/** Of how many entries the checkpoints of a log are that are in files of a folder, ascending: alone, or of proofs. */
async function sizesIn(folder: string, log: string): Promise<readonly number[]> {
  const found = new Set<number>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const lines = (await readFile(join(folder, entry.name), 'utf8')).split('\n');
    lines.forEach((line, at) => {
      if (line === log && /^\d+$/.test(lines[at + 1] ?? '')) found.add(Number(lines[at + 1]));
    });
  }
  return [...found].toSorted((a, b) => a - b);
}
