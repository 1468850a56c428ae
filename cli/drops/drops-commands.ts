import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Option } from 'commander';
import { dropManifest } from '../../core/contract/drops/manifest.ts';
import { checked } from '../../core/contract/faults.ts';
import type { CommandLine } from '../command-line.ts';
import { openInput } from '../events/input-file.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showList } from '../show.ts';
import { countTallies } from '../tallies/read-tallies.ts';

const columns: readonly ItemColumn[] = [
  { title: 'drop', cell: (one) => textAt(one, 'id') ?? '' },
  { title: 'manifest', cell: (one) => textAt(one, 'manifest') ?? '' },
  { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
  { title: 'seen', cell: (one) => textAt(one, 'seenAt') ?? '' },
  { title: 'rows', align: 'right', cell: (one) => counted(one, 'rows') },
  { title: 'written', align: 'right', cell: (one) => counted(one, 'accepted') },
  { title: 'there already', align: 'right', cell: (one) => counted(one, 'repeated') },
];

const counted = (one: unknown, name: string): string => {
  const count = numberAt(one, name);
  return count === undefined ? '' : grouped(count);
};

interface ManifestOptions {
  readonly source: string;
  readonly type?: string;
  readonly value?: readonly string[];
  readonly revision?: string;
  readonly reason?: string;
  readonly timezone?: string;
}

export function addDropCommands({ program, run }: CommandLine): void {
  const drops = program
    .command('drops')
    .description('Files of tallies that were put into the bucket; see `tallies`.');
  drops
    .command('list')
    .description('All drops, the last first')
    .action(
      run(async (session) => showList(session, { path: '/v1/drops', member: 'drops' }, columns)),
    );
  drops
    .command('show')
    .alias('get')
    .description('One drop, and why it was refused')
    .argument('<drop>')
    .action(run(async (session, id: string) => showDrop(session, id)));
  drops
    .command('manifest')
    .description('Print the manifest of files: put them into the bucket, and it beside them')
    .argument('<file...>', 'CSV as `tallies send` takes it, also gzipped')
    .requiredOption('--source <source>', 'who has added up, such as urn:warehouse')
    .option('--type <type>', 'what was used, where there is no column type')
    .addOption(new Option('--value <column...>', 'what was added up (default: count, sum)'))
    .option(
      '--revision <number>',
      'from 2 on: takes the place of lower ones, for whole days (default: 1)',
    )
    .option('--reason <text>', 'with a revision from 2 on: why')
    .option('--timezone <zone>', 'whose days they are (default: UTC)')
    .action(
      run(async (session, files: readonly string[], options: ManifestOptions) =>
        printManifest(session, files, options),
      ),
    );
}

async function showDrop(session: Session, id: string): Promise<number> {
  const path = `/v1/drops/${encodeURIComponent(id)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  const drop = body as JsonObject;
  if (session.isJson) session.printJson(drop);
  else session.shell.out(dropReport(drop));
  return textAt(drop, 'status') === 'refused' ? exitCode.failed : exitCode.ok;
}

function dropReport(drop: JsonObject): string {
  const status = textAt(drop, 'status') ?? '';
  const sums = Object.entries((drop['sums'] ?? {}) as Readonly<Record<string, string>>);
  const parts = [
    ...(drop['rows'] === undefined ? [] : [`${counted(drop, 'rows')} rows`]),
    ...sums.map(([column, sum]) => `${printable(column)} ${grouped(sum)}`),
    `${counted(drop, 'accepted')} written`,
    `${counted(drop, 'repeated')} there already`,
    ...(numberAt(drop, 'replaced') === 0
      ? []
      : [`${counted(drop, 'replaced')} of lower revisions taken out`]),
    ...(numberAt(drop, 'refused') === 0 ? [] : [`${counted(drop, 'refused')} refused`]),
  ];
  const faults = listAt(drop, 'faults').map((fault) => {
    const line = numberAt(fault, 'line');
    const at = [textAt(fault, 'file') ?? '', ...(line === undefined ? [] : [`line ${line}`])];
    const place = at.filter((part) => part !== '').join(', ');
    const said = printable(textAt(fault, 'detail') ?? '');
    return `  ${place === '' ? '' : `${printable(place)}: `}${said} (${textAt(fault, 'code') ?? ''})\n`;
  });
  const more = numberAt(drop, 'moreFaults') ?? 0;
  const rest = more === 0 ? '' : `  … and ${grouped(more)} more\n`;
  const name = printable(textAt(drop, 'manifest') ?? '');
  const head = status === 'refused' ? 'nothing was written' : parts.join(', ');
  return `${name}: ${status}, ${head}\n${faults.join('')}${rest}`;
}

/** What a manifest says is counted as it will be checked. */
async function printManifest(
  session: Session,
  names: readonly string[],
  { source, type, value, revision, reason, timezone }: ManifestOptions,
): Promise<number> {
  const { shell } = session;
  const number = revision === undefined ? 1 : Number(revision);
  if (number > 1 && reason === undefined) {
    throw usageFailure('say --reason: what lower revisions have of these days is taken out');
  }
  const columnsOf = { type, values: value ?? ['count', 'sum'] };
  const files: object[] = [];
  for (const name of names) {
    const input = await openInput(shell, name);
    const rows = await countTallies(input, columnsOf);
    const stored = await readFile(resolve(shell.workingDirectory, name));
    const isPacked = stored.length > 1 && stored.readUInt16BE(0) === GZIP;
    if (/\.gz$/.test(name) !== isPacked) {
      throw new Failure(`name it by what it is: ${name} is to end in .csv.gz where it is gzipped`);
    }
    const sha256 = hash('sha256', stored);
    files.push({ name: basename(name), bytes: stored.length, sha256, rows });
  }
  const optional = { type, values: value, timezone, reason };
  const said = Object.entries(optional).filter(([, one]) => one !== undefined);
  const manifest = {
    ...{ version: 1, source, ...Object.fromEntries(said) },
    ...(number === 1 ? {} : { revision: number }),
    files,
  };
  const fits = checked(dropManifest, manifest);
  if ('fault' in fits) {
    const { path, detail } = fits.fault;
    throw usageFailure(`${printable(path.join('.'))}: ${printable(detail)}`);
  }
  shell.out(`${JSON.stringify(manifest, undefined, 2)}\n`);
  return exitCode.ok;
}

const GZIP = 0x1f8b;
