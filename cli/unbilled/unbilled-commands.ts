import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { textOfUnits, unitsOf } from '../output/decimals.ts';
import { counted, grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import type { ItemColumn } from '../show.ts';
import { unbilledReasons, unbilledRows } from './unbilled-rows.ts';

/** As many as one request takes. */
const ROWS_PER_REQUEST = 100;

interface AcceptOptions {
  readonly period: string;
  readonly reason: string;
  readonly only?: string;
  readonly subject?: string;
}

const columns: readonly ItemColumn[] = [
  { title: 'subject', cell: (row) => textAt(row, 'subject') ?? '' },
  { title: 'customer', cell: (row) => textAt(row, 'customer') ?? '' },
  { title: 'meter', cell: (row) => textAt(row, 'meter') ?? '' },
  { title: 'reason', cell: (row) => textAt(row, 'reason') ?? '' },
  { title: 'quantity', align: 'right', cell: (row) => grouped(textAt(row, 'quantity') ?? '') },
  { title: 'events', align: 'right', cell: (row) => grouped(numberAt(row, 'events') ?? '') },
  { title: 'accepted', cell: (row) => textAt(row['accepted'], 'reason') ?? '' },
];

export function addUnbilledCommands({ program, run }: CommandLine): void {
  const unbilled = program
    .command('unbilled')
    .description('Usage of a month that is in no invoice and will be in none by itself.');
  unbilled
    .command('list', { isDefault: true })
    .description('What it is, and why; where no command is given, too')
    .requiredOption('--period <month>', 'YYYY-MM')
    .action(run(async (session, { period }: { period: string }) => showUnbilled(session, period)));
  unbilled
    .command('accept')
    .description('Leave it unbilled: no alarm tells of it any more, until there is more')
    .requiredOption('--period <month>', 'YYYY-MM')
    .requiredOption('--reason <text>', 'why, for whoever audits it')
    .addOption(
      new Option('--only <reason>', 'only rows with it, not all but those that wait').choices(
        unbilledReasons,
      ),
    )
    .option('--subject <subject>', 'only what this subject used')
    .action(run(async (session, options: AcceptOptions) => accept(session, options)));
}

/** By reason, subject and meter, and what each reason comes to of each meter. */
async function showUnbilled(session: Session, period: string): Promise<number> {
  const rows = await unbilledRows(session.api(), period);
  if (session.isJson) session.printJson({ rows });
  else if (rows.length === 0) {
    session.shell.out(`${period}: all usage is billed, or about to be\n`);
  } else {
    session.shell.out(
      table(
        columns,
        rows.map((row) => columns.map(({ cell }) => cell(row))),
      ),
    );
    for (const line of totalsOf(rows)) session.shell.out(`${printable(line)}\n`);
  }
  return exitCode.ok;
}

function totalsOf(rows: readonly JsonObject[]): readonly string[] {
  const alike = Map.groupBy(rows, (row) =>
    JSON.stringify([textAt(row, 'reason') ?? '', textAt(row, 'meter') ?? '']),
  );
  return [...alike.values()].map((own) => {
    const sum = own.reduce((total, row) => total + unitsOf(textAt(row, 'quantity')), 0n);
    const of = (name: string) => textAt(own[0], name) ?? '';
    return `${of('reason')}: ${grouped(textOfUnits(sum))} ${of('meter')} in ${counted(own.length, 'row')}`;
  });
}

async function accept(session: Session, options: AcceptOptions): Promise<number> {
  const { period, reason, only, subject } = options;
  const api = session.api();
  const rows = await unbilledRows(api, period);
  const wanted = rows.filter(
    (row) =>
      row['accepted'] === undefined &&
      (only === undefined ? textAt(row, 'reason') !== 'waiting' : textAt(row, 'reason') === only) &&
      (subject === undefined || textAt(row, 'subject') === subject),
  );
  for (let first = 0; first < wanted.length; first += ROWS_PER_REQUEST) {
    const part = wanted.slice(first, first + ROWS_PER_REQUEST).map(asListed);
    const body = JSON.stringify({ period, reason, rows: part });
    await api.call({ method: 'POST', path: '/v1/unbilled/accept', body });
  }
  if (session.isJson) session.printJson({ period, accepted: wanted.length });
  else if (wanted.length === 0) session.shell.out(`${period}: nothing is left to accept\n`);
  else session.shell.out(`${period}: ${counted(wanted.length, 'row')} accepted\n`);
  return exitCode.ok;
}

/** What says which row it is, and how much of it was seen. */
const asListed = ({ period: _, accepted: __, ...row }: JsonObject): JsonObject => row;
