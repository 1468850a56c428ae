import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import {
  type RebuildOptions,
  rebuild,
  rebuildFunctionOption,
  rebuildTenantOption,
} from '../maintenance/rebuild.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { monthCheck } from './month-check.ts';

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
    .addOption(new Option('--format <format>', 'what it comes as').choices(formats).default('json'))
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(
      run(async (session, { format, output }: ExportOptions) => {
        const api = session.api();
        return writeOut(session, exported(api, format), output);
      }),
    );
  command
    .command('rebuild')
    .description(
      'Make what is projected from the books again, from the log, while it is used. Needs no key but the right to invoke',
    )
    .addOption(rebuildTenantOption())
    .addOption(rebuildFunctionOption())
    .action(
      run(async (session, options: RebuildOptions) =>
        rebuild(session, options, { what: 'books', place: placeInBooks }),
      ),
    );
}

/** Of which part of the cells a step is. */
const placeInBooks = (next: unknown) => {
  const [slice, slices] = [numberAt(next, 'slice') ?? 0, numberAt(next, 'slices') ?? 1];
  return { fraction: slice / slices, part: `part ${slice + 1} of ${slices}` };
};

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

const asObject = (body: unknown): JsonObject => (isJsonObject(body) ? body : {});

async function check(session: Session, period: string | undefined): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: '/v1/books/check' });
  const faults = listAt(body, 'faults');
  const month = period === undefined ? undefined : await monthCheck(session.api(), period);
  if (session.isJson) {
    session.printJson(month === undefined ? body : { ...asObject(body), ...month.json });
  } else {
    const documents = counted(numberAt(body, 'documents') ?? 0, 'document');
    session.shell.out(`${booksReport(faults, documents)}${month?.report ?? ''}`);
  }
  const found = faults.length + (month?.found ?? 0);
  return found === 0 ? exitCode.ok : exitCode.difference;
}

function booksReport(faults: readonly unknown[], documents: string): string {
  if (faults.length === 0) return `${documents}: everything balances, and no number is missing\n`;
  const lines = faults.map(
    (fault) => `${textAt(fault, 'code') ?? ''}: ${textAt(fault, 'detail') ?? ''}`,
  );
  return `${lines.map((line) => `${printable(line)}\n`).join('')}${documents}: ${counted(faults.length, 'fault')}\n`;
}
