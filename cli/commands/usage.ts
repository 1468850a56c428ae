import { Option } from 'commander';
import type { Cli } from '../cli.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { grouped } from '../output/numbers.ts';
import { type Column, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { csv } from '../usage/csv.ts';
import { type UsageAnswer, type UsageRow, usageOf } from '../usage/query.ts';

interface UsageOptions {
  readonly meter: string;
  readonly customer?: string;
  readonly subject?: string;
  readonly from: string;
  readonly to: string;
  readonly window?: string;
  readonly timezone?: string;
  readonly groupBy?: readonly string[];
  readonly csv?: boolean;
}

const windows = ['quarter_hour', 'hour', 'day', 'month'];

export function addUsageCommand({ program, run }: Cli): void {
  program
    .command('usage')
    .description('What a meter has added up')
    .requiredOption('--meter <key>', 'which meter')
    .requiredOption('--from <time>', 'from then on: RFC 3339, or a date in the time zone')
    .requiredOption('--to <time>', 'before then')
    .addOption(new Option('--customer <key>', 'of one customer only').conflicts('subject'))
    .option('--subject <key>', 'of one subject only')
    .addOption(new Option('--window <window>', 'a row for each').choices(windows))
    .option('--timezone <zone>', 'IANA time zone in which days and months begin')
    .option(
      '--group-by <name...>',
      '`customer`, `subject` or a dimension of the meter: a row for each',
    )
    .option('--csv', 'comma-separated values')
    .action(run(showUsage));
}

async function showUsage(session: Session, options: UsageOptions): Promise<number> {
  const { csv: isCsv = false, groupBy, ...question } = options;
  if (isCsv && session.isJson) throw usageFailure('choose one of --csv and --json');
  const groups = groupBy?.flatMap((names) => names.split(',')).filter((name) => name !== '');
  const answer = await usageOf(session.api(), { ...question, groupBy: groups?.join(',') });
  if (session.isJson) session.printJson({ ...answer.head, rows: answer.rows });
  else session.shell.out(isCsv ? usageCsv(answer) : usageTable(answer));
  return exitCode.ok;
}

/** The columns that these rows need: a group that no row has is left out. */
function columnsOf(rows: readonly UsageRow[]) {
  const dimensions = [...new Set(rows.flatMap((row) => Object.keys(row.dimensions)))].sort();
  return [
    { title: 'start', cell: (row: UsageRow) => row.start },
    { title: 'end', cell: (row: UsageRow) => row.end },
    ...(rows.some(({ customer }) => customer !== undefined)
      ? [{ title: 'customer', cell: (row: UsageRow) => row.customer ?? '' }]
      : []),
    ...(rows.some(({ subject }) => subject !== undefined)
      ? [{ title: 'subject', cell: (row: UsageRow) => row.subject ?? '' }]
      : []),
    ...dimensions.map((name) => ({
      title: name,
      cell: (row: UsageRow) => row.dimensions[name] ?? '',
    })),
    { title: 'value', cell: (row: UsageRow) => row.value },
  ];
}

function usageCsv({ rows }: UsageAnswer): string {
  const columns = columnsOf(rows);
  return csv([
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]);
}

function usageTable({ rows }: UsageAnswer): string {
  if (rows.length === 0) return 'no usage in this period\n';
  const columns = columnsOf(rows);
  const titles = columns.map(
    ({ title }): Column => ({ title, align: title === 'value' ? 'right' : 'left' }),
  );
  return table(
    titles,
    rows.map((row) =>
      columns.map(({ title, cell }) => (title === 'value' ? grouped(cell(row)) : cell(row))),
    ),
  );
}
