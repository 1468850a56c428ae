import { Option } from 'commander';
import { setClockAfter } from '../clock/clock-commands.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { itemsOf, pagesFrom } from '../http/pages.ts';
import { invoiceColumns } from '../invoices/invoice-columns.ts';
import { counted } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';
import { billMonth, countsOf, waitingLines } from './bill-month.ts';

interface BillOptions {
  readonly period: string;
  readonly dryRun?: boolean;
  readonly setClock?: boolean;
  readonly overrule?: readonly string[];
  readonly reason?: string;
}

/** What a person may let a run go past. */
const checks = ['unreconciled', 'quarantine-open', 'identity-repeated', 'out-of-bounds'];

export function addBillCommand({ program, run }: CommandLine): void {
  program
    .command('bill')
    .description('Close a month: every customer whose month has ended is invoiced')
    .requiredOption('--period <month>', 'YYYY-MM')
    .option('--dry-run', 'show what would be issued, and change nothing')
    .option('--set-clock', 'local stack only: first move its clock to the end of the month')
    .addOption(
      new Option('--overrule <check...>', 'let the month go past these checks, for --reason')
        .choices(checks)
        .conflicts('dryRun'),
    )
    .option('--reason <text>', 'with --overrule: why, kept with every document it lets through')
    .action(
      run(async (session, options: BillOptions) => {
        const { period, dryRun = false, setClock = false, ...overruled } = options;
        const overrides = overridesFrom(overruled);
        if (setClock) await setClockAfter(session, period);
        return dryRun ? showDrafts(session, period) : bill(session, period, overrides);
      }),
    );
}

function overridesFrom({
  overrule = [],
  reason,
}: Pick<BillOptions, 'overrule' | 'reason'>): readonly JsonObject[] {
  if (overrule.length === 0 && reason === undefined) return [];
  if (overrule.length === 0 || reason === undefined) {
    throw usageFailure('--overrule and --reason go together: say which checks, and why');
  }
  return overrule.map((check) => ({ check, reason }));
}

async function bill(
  session: Session,
  period: string,
  overrides: readonly JsonObject[],
): Promise<number> {
  const { shell } = session;
  const api = session.api();
  const bar = progressBar(shell, `billing ${period}`);
  const run = await billMonth({ api, shell, overrides }, period, bar.update).finally(bar.end);
  const { closed, parked, open } = countsOf(run);
  // Where nothing could be issued, whoever asked has something to do first.
  const isAllParked = closed === 0 && parked > 0;
  const isWaiting = textAt(run, 'status') === 'waiting';
  const code = isWaiting || isAllParked ? exitCode.failed : exitCode.ok;
  if (session.isJson) {
    session.printJson(run);
    return code;
  }
  for (const line of waitingLines(run)) shell.err(`${printable(line)}\n`);
  await showList(
    session,
    { path: '/v1/invoices', member: 'invoices', query: { period } },
    invoiceColumns,
    isAllParked ? `${period}: no invoice is issued yet` : undefined,
  );
  shell.out(`${period}: ${counted(closed, 'customer')} closed, ${parked} parked, ${open} open\n`);
  if (lacksOnInvoice(listAt(run, 'customers'))) shell.out(whereGiven(period, session.farthing));
  if (parked > 0) shell.out(nextSteps(period, session.farthing));
  return code;
}

/** Whether of some customers an invoice lacks what the law asks for, or the profile of its UBL. */
const lacksOnInvoice = (waiting: readonly unknown[]): boolean =>
  waiting.some((one) => textAt(one, 'code') === 'missing-on-invoice');

const whereGiven = (period: string, farthing: string): string =>
  `give what an invoice lacks of its buyer, or its reference: ${farthing} customers apply <file>; of the seller: ${farthing} settings apply <file>
then bill again: ${farthing} bill --period ${period}
`;

/** What a person does about what is parked. */
const nextSteps = (period: string, farthing: string): string =>
  `look at the drafts: ${farthing} invoices --status draft --period ${period}; with statements: ${farthing} month --period ${period} --status parked
issue one, or all: ${farthing} issue <draft> --reason <text>, ${farthing} issue --period ${period} --reason <text>
`;

async function showDrafts(session: Session, period: string): Promise<number> {
  const answers: JsonObject[] = [];
  const pages = pagesFrom(session.api(), (cursor) => ({
    method: 'POST',
    path: '/v1/billing-runs',
    body: JSON.stringify({ period, dryRun: true, cursor }),
  }));
  for await (const page of pages) answers.push(page);
  const drafts = answers.flatMap((page) => itemsOf(page, 'drafts'));
  const skipped = answers.flatMap((page) => itemsOf(page, 'skipped'));
  const [first = {}] = answers;
  if (session.isJson) {
    const [months, unassigned] = [listAt(first, 'months'), listAt(first, 'unassigned')];
    session.printJson({ period, drafts, skipped, months, unassigned });
    return exitCode.ok;
  }
  const columns = [...draftColumns, { title: 'waits for', cell: waitsFor }];
  const rows = drafts.map((draft) => columns.map(({ cell }) => cell(draft)));
  session.shell.out(
    rows.length === 0
      ? `${period}: nobody is left to bill; see \`${session.farthing} invoices --period ${period}\`\n`
      : table(columns, rows),
  );
  const lines = [...drafts.flatMap(parkedLine), ...elsewhereLines(first, period)];
  for (const line of lines) session.shell.err(`${printable(line)}\n`);
  if (lacksOnInvoice(drafts.map(({ parked }) => parked))) {
    session.shell.err(whereGiven(period, session.farthing));
  }
  for (const one of skipped) {
    const detail = `${textAt(one, 'customer') ?? ''}: ${textAt(one, 'detail') ?? ''}`;
    session.shell.err(`${printable(detail)}\n`);
  }
  return exitCode.ok;
}

/** Why a person would have to look at a draft. */
const parkedLine = (draft: JsonObject): readonly string[] => {
  const detail = textAt(draft['parked'], 'detail');
  return detail === undefined ? [] : [`${textAt(draft, 'customer') ?? ''} would wait: ${detail}`];
};

/** What else a run would close, why months wait, and whose usage nobody pays for. */
function elsewhereLines(answer: JsonObject, period: string): string[] {
  const months = listAt(answer, 'months').filter(isJsonObject);
  const others = months.filter((one) => textAt(one, 'period') !== period);
  return [
    ...others.map(
      (one) =>
        `${textAt(one, 'period') ?? ''} would be closed, too: ${counted(numberAt(one, 'customers') ?? 0, 'customer')}`,
    ),
    ...months.flatMap((one) =>
      listAt(one, 'waitingFor').map(
        (reason) => `${textAt(one, 'period') ?? ''} waits: ${textAt(reason, 'detail') ?? ''}`,
      ),
    ),
    ...listAt(answer, 'unassigned').map((subject) => `unassigned: ${String(subject)}`),
  ];
}

/** Of a draft, the number is its kind, and there is no status and nothing due yet. */
const draftColumns = invoiceColumns
  .filter(({ title }) => !['status', 'open', 'due on'].includes(title))
  .map((column) =>
    column.title === 'number'
      ? { title: 'draft', cell: (draft: JsonObject) => textAt(draft, 'type') ?? '' }
      : column,
  );

const waitsFor = (draft: JsonObject): string => textAt(draft['parked'], 'code') ?? '';
