import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';

const formats = ['json', 'csv', 'hledger', 'beancount'];

interface ExportOptions {
  readonly format: string;
  readonly output?: string;
}

export function addBooksCommands({ program, run }: CommandLine): void {
  const command = program.command('books').description('What is owed, by double entry.');
  command
    .command('check')
    .description('Read all books again and compare: exit code 3 when anything does not hold')
    .option(
      '--period <month>',
      'YYYY-MM: also whether all usage of it is billed, or left so by a person',
    )
    .action(run(async (session, { period }: { period?: string }) => check(session, period)));
  command
    .command('export')
    .description('The journal')
    .addOption(new Option('--format <format>', formats.join(', ')).choices(formats).default('json'))
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(
      run(async (session, { format, output }: ExportOptions) => {
        const api = session.api();
        return writeOut(session, exported(api, format), output);
      }),
    );
}

/** The journal's text, a page at a time: of JSON one document with all pages' documents in it. */
async function* exported(api: Api, format: string): AsyncGenerator<string> {
  const isJson = format === 'json';
  let separator = '{"documents":[\n';
  let cursor: string | undefined;
  do {
    const query = { format, cursor };
    const page = await api.call({ method: 'GET', path: '/v1/books', query, accept: '*/*' });
    cursor = page.nextCursor;
    if (!isJson) yield page.text;
    else {
      for (const document of listAt(page.body, 'documents')) {
        yield `${separator}${JSON.stringify(document)}`;
        separator = ',\n';
      }
    }
  } while (cursor !== undefined);
  if (isJson) yield separator === ',\n' ? '\n]}\n' : '{"documents":[]}\n';
}

/** As it was agreed, or told of by the run that waits. */
const unremarkable: readonly (string | undefined)[] = ['no-charge', 'waiting'];

/** What of a month's usage is in no invoice, will be in none by itself, and was left so by nobody. */
async function leftUnbilled(api: Api, period: string): Promise<readonly JsonObject[]> {
  const { items } = await wholeList(api, {
    path: '/v1/unbilled',
    member: 'rows',
    query: { period },
  });
  return items.filter(
    (row) => row['accepted'] === undefined && !unremarkable.includes(textAt(row, 'reason')),
  );
}

const asObject = (body: unknown): JsonObject => (isJsonObject(body) ? body : {});

async function check(session: Session, period: string | undefined): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/books/check' });
  const faults = listAt(body, 'faults');
  const unbilled = period === undefined ? undefined : await leftUnbilled(session.api(), period);
  if (session.isJson) {
    session.printJson(unbilled === undefined ? body : { ...asObject(body), unbilled });
  } else {
    const documents = counted(numberAt(body, 'documents') ?? 0, 'document');
    session.shell.out(booksReport(faults, documents));
    if (unbilled !== undefined) session.shell.out(unbilledReport(unbilled, period ?? ''));
  }
  const found = faults.length + (unbilled?.length ?? 0);
  return found === 0 ? exitCode.ok : exitCode.difference;
}

function booksReport(faults: readonly unknown[], documents: string): string {
  if (faults.length === 0) return `${documents}: everything balances, and no number is missing\n`;
  const lines = faults.map(
    (fault) => `${textAt(fault, 'code') ?? ''}: ${textAt(fault, 'detail') ?? ''}`,
  );
  return `${lines.map((line) => `${printable(line)}\n`).join('')}${documents}: ${counted(faults.length, 'fault')}\n`;
}

function unbilledReport(rows: readonly JsonObject[], period: string): string {
  if (rows.length === 0) return `${period}: all usage is billed, about to be, or left so\n`;
  const lines = rows.map((row) => printable(unbilledLine(row)));
  const count = counted(rows.length, 'row');
  return `${lines.join('\n')}\n${period}: ${count} not billed, and accepted by nobody: see farthing unbilled\n`;
}

function unbilledLine(row: JsonObject): string {
  const text = (name: string) => textAt(row, name) ?? '';
  const place = textAt(row, 'subject') ?? text('customer');
  return `${text('reason')}: ${text('quantity')} ${text('meter')} of ${place}`;
}
