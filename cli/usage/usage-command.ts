import { Option } from 'commander';
import { timeThere } from '../clock/clock-commands.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { localTimes } from '../output/local-times.ts';
import { counted, grouped } from '../output/numbers.ts';
import { type Column, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { csv } from './csv.ts';
import { type UsageAnswer, type UsageQuestion, type UsageRow, usageOf } from './query.ts';

interface UsageOptions {
  readonly meter: string;
  readonly customer?: string;
  readonly subject?: string;
  readonly assigned?: string;
  readonly informational?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly window?: string;
  readonly timezone?: string;
  readonly groupBy?: readonly string[];
  readonly dimension?: readonly string[];
  readonly csv?: boolean;
}

const windows = ['quarter_hour', 'hour', 'day', 'month'];

export function addUsageCommand({ program, run }: CommandLine): void {
  program
    .command('usage')
    .description('What a meter has added up')
    .requiredOption('--meter <key>', 'which meter')
    .option(
      '--from <time>',
      'from then on: RFC 3339, or a date in the time zone (default: this month)',
    )
    .option('--to <time>', 'before then')
    .addOption(new Option('--customer <key>', 'of one customer only').conflicts('subject'))
    .option('--subject <key>', 'of one subject only')
    .addOption(
      new Option(
        '--assigned <answer>',
        'only of subjects that some customer pays for, or of those that none does',
      ).choices(['true', 'false']),
    )
    .option('--informational', 'only what backfill jobs wrote as never billed')
    .addOption(new Option('--window <window>', 'a row for each').choices(windows))
    .option('--timezone <zone>', 'IANA time zone in which days and months begin (default: UTC)')
    .option(
      '--group-by <name...>',
      '`customer`, `subject` or a dimension of the meter: a row for each',
    )
    .option('--dimension <name=value...>', 'only usage with these values of dimensions')
    .option('--csv', 'comma-separated values')
    .action(run(showUsage));
}

async function showUsage(session: Session, options: UsageOptions): Promise<number> {
  const { csv: isCsv = false, groupBy, dimension = [], from, to, ...others } = options;
  const { informational, ...question } = others;
  if (isCsv && session.isJson) throw usageFailure('choose one of --csv and --json');
  const groups = (groupBy ?? []).flatMap((names) => names.split(',')).filter((name) => name !== '');
  const answer = await usageOf(session.api(), {
    ...question,
    ...(informational === true ? { informational: 'true' } : {}),
    ...(await periodFrom(session, { from, to })),
    groupBy: groups.length === 0 ? undefined : groups.join(','),
    dimensions: dimensionsFrom(dimension),
  });
  const { head, rows, isPartial, unreadable } = answer;
  if (session.isJson) {
    session.printJson({
      ...head,
      rows,
      ...(isPartial ? { partial: true } : {}),
      ...(unreadable > 0 ? { unreadable } : {}),
    });
    return exitCode.ok;
  }
  session.shell.out(isCsv ? usageCsv(answer, groups) : usageTable(answer, groups));
  session.shell.err(warningsOf(answer));
  return exitCode.ok;
}

/** Without either, this month. */
async function periodFrom(
  session: Session,
  { from, to }: Partial<Pick<UsageQuestion, 'from' | 'to'>>,
): Promise<Required<Pick<UsageQuestion, 'from' | 'to'>>> {
  if ((from === undefined) !== (to === undefined)) {
    throw usageFailure('give both --from and --to, or neither for this month');
  }
  if (from !== undefined) return { from, to };
  const now = new Date(await timeThere(session));
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1));
  return { from: now.toISOString().slice(0, 7), to: next.toISOString().slice(0, 7) };
}

function dimensionsFrom(filters: readonly string[]): Readonly<Record<string, string>> {
  const pairs = filters.map((filter): [string, string] => {
    const middle = filter.indexOf('=');
    if (middle > 0) return [filter.slice(0, middle), filter.slice(middle + 1)];
    throw usageFailure(`--dimension takes name=value, got ${JSON.stringify(filter)}`);
  });
  return Object.fromEntries(pairs);
}

function warningsOf({ isPartial, unreadable }: UsageAnswer): string {
  const partial = 'the meter is new and still counting what the log holds: this is not all yet\n';
  const unread = `${counted(unreadable, 'event')} had no value that the meter can read\n`;
  return `${isPartial ? partial : ''}${unreadable > 0 ? unread : ''}`;
}

/** What a group is for one row; undefined where the row belongs to none. */
function groupOf(row: UsageRow, group: string): string | undefined {
  if (group === 'customer') return row.customer;
  if (group === 'subject') return row.subject;
  return row.dimensions[group] ?? undefined;
}

function usageCsv({ rows }: UsageAnswer, groups: readonly string[]): string {
  return csv([
    ['start', 'end', ...groups, 'value'],
    ...rows.map((row) => [
      row.start,
      row.end,
      ...groups.map((group) => groupOf(row, group)),
      row.value,
    ]),
  ]);
}

function usageTable({ rows, head }: UsageAnswer, groups: readonly string[]): string {
  if (rows.length === 0) return 'no usage in this period\n';
  const timezone = textAt(head, 'timezone') ?? 'UTC';
  const titles = [`from (${timezone})`, 'to', ...groups].map((title): Column => ({ title }));
  const times = localTimes(
    rows.flatMap(({ start, end }) => [start, end]),
    timezone,
  );
  const cells = rows.map((row) => [
    times.get(row.start) ?? '',
    times.get(row.end) ?? '',
    ...groups.map((group) => groupOf(row, group) ?? withoutGroup(group)),
    grouped(row.value),
  ]);
  return table([...titles, { title: 'value', align: 'right' }], cells);
}

const withoutGroup = (group: string): string => (group === 'customer' ? '(unassigned)' : '(none)');
