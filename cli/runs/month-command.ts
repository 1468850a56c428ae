import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { countsOf, waitingLines } from './bill-month.ts';

interface MonthOptions {
  readonly period: string;
  readonly status?: string;
}

export function addMonthCommand({ program, run }: CommandLine): void {
  program
    .command('month')
    .description('Where a month stands: which customers are closed, open or parked, and why')
    .requiredOption('--period <month>', 'YYYY-MM')
    .addOption(
      new Option('--status <status>', 'only customers that are so').choices([
        'closed',
        'parked',
        'open',
        'not-ended',
      ]),
    )
    .action(run(showMonth));
}

const columns = [
  { title: 'customer', cell: (one: JsonObject) => textAt(one, 'customer') ?? '' },
  { title: 'status', cell: (one: JsonObject) => textAt(one, 'status') ?? '' },
  {
    title: 'document',
    cell: (one: JsonObject) => textAt(one, 'number') ?? textAt(one, 'id') ?? '',
  },
  { title: 'why', cell: (one: JsonObject) => textAt(one, 'code') ?? '' },
] as const;

/** Starts nothing. */
async function showMonth(session: Session, { period, status }: MonthOptions): Promise<number> {
  const { pages, items } = await wholeList(session.api(), {
    path: `/v1/billing-runs/${encodeURIComponent(period)}`,
    member: 'customers',
    query: { status, limit: '1000' },
  });
  const { nextCursor: _, ...run } = pages[0] ?? {};
  const standing = { ...run, customers: items };
  if (session.isJson) {
    session.printJson(standing);
    return exitCode.ok;
  }
  const { closed, parked, open, 'not-ended': notEnded } = countsOf(standing);
  const later = notEnded === 0 ? '' : `, ${notEnded} not ended`;
  if (items.length > 0) {
    const rows = items.map((one) => columns.map(({ cell }) => cell(one)));
    session.shell.out(table(columns, rows));
  }
  for (const line of waitingLines(standing)) session.shell.err(`${printable(line)}\n`);
  session.shell.out(
    `${period}: ${counted(closed, 'customer')} closed, ${parked} parked, ${open} open${later}\n`,
  );
  return exitCode.ok;
}
