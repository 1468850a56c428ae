import { timeThere } from '../clock/clock-commands.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { getting, pagesFrom } from '../http/pages.ts';
import { isStandardOutput, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { joinedPages, reportText } from './report-text.ts';

interface ReportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly customer?: string;
  readonly csv?: boolean;
  readonly pdf?: boolean;
  readonly spreadsheet?: boolean;
  readonly output?: string;
}

/** Those that are asked as of a day: it is today where none is named. */
const ofADay = ['aged-receivables', 'deferred'];

export function addReportsCommand({ program, run }: CommandLine): void {
  program
    .command('reports')
    .description('What finance asks of the books: each adds up to the accounts')
    .argument(
      '<name>',
      'aged-receivables, revenue, vat-summary, invoice-register, customer-statement, deferred, cash or withheld-tax',
    )
    .option('--from <day>', 'the first day that counts, or a month, in the seller’s time zone')
    .option('--to <day>', 'the last day that counts, or a month')
    .option(
      '--as-of <day>',
      'aged-receivables, deferred: at the end of this day or month (default: today)',
    )
    .option('--customer <key>', 'customer-statement: whose')
    .option('--csv', 'comma-separated values')
    .option('--spreadsheet', 'with --csv: parted as the billing settings say, for a double click')
    .option('--pdf', 'customer-statement: with what is open, to be sent to the customer')
    .option(
      '-o, --output <file>',
      'with --csv and --pdf: where to write it; standard output where left out',
    )
    .action(run(showReport));
}

async function showReport(session: Session, name: string, options: ReportOptions): Promise<number> {
  const { csv: isCsv = false, output, from, to, customer } = options;
  if (options.pdf === true) return showPdf(session, name, options);
  refuseMixed(session, options);
  const asOf = options.asOf ?? (ofADay.includes(name) ? await todayThere(session) : undefined);
  const path = `/v1/reports/${encodeURIComponent(name)}`;
  const query = { from, to, asOf, customer };
  if (isCsv) {
    const separator = options.spreadsheet === true ? await separatorThere(session) : undefined;
    return writeOut(session, csvPages(session, path, { ...query, separator }), output);
  }
  const report = await joinedPages(pagesFrom(session.api(), getting(path, query)));
  if (session.isJson) session.printJson(report);
  else session.shell.out(reportText(report));
  return exitCode.ok;
}

function refuseMixed(
  { isJson }: Session,
  { csv: isCsv = false, spreadsheet: isForSpreadsheet = false, output }: ReportOptions,
): void {
  if (isCsv && isJson) throw usageFailure('choose one of --csv and --json');
  if (isCsv) return;
  if (output !== undefined) throw usageFailure('--output goes with --csv or --pdf');
  if (isForSpreadsheet) throw usageFailure('--spreadsheet goes with --csv');
}

async function showPdf(
  session: Session,
  name: string,
  { customer, from, to, csv, output }: ReportOptions,
): Promise<number> {
  if (csv === true || session.isJson) throw usageFailure('choose one of --pdf, --csv and --json');
  if (name !== 'customer-statement' || customer === undefined) {
    throw usageFailure('--pdf goes with customer-statement, and --customer');
  }
  if (isStandardOutput(output) && session.shell.isOutTerminal) {
    throw usageFailure('a PDF is nothing to read on a terminal: add -o statement.pdf');
  }
  const { bytes } = await session.api().call({
    method: 'GET',
    path: `/v1/customers/${encodeURIComponent(customer)}/statement`,
    query: { from, to },
    accept: '*/*',
  });
  return writeOut(session, [bytes], output);
}

async function* csvPages(
  session: Session,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<Uint8Array> {
  const api = session.api();
  let cursor: string | undefined;
  do {
    const asked = { ...query, format: 'csv', cursor };
    const page = await api.call({ method: 'GET', path, query: asked, accept: '*/*' });
    // Text would be without its byte order mark.
    yield page.bytes;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** How the seller's spreadsheets part cells. */
async function separatorThere(session: Session): Promise<string> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/billing-settings' });
  return textAt(body, 'csvSeparator') ?? 'comma';
}

/** Today, in the seller's time zone. */
async function todayThere(session: Session): Promise<string> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/billing-settings' });
  const timeZone = textAt(body, 'timezone') ?? 'UTC';
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(
    await timeThere(session),
  );
}
