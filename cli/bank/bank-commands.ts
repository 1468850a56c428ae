import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { inputBytes } from '../events/input-bytes.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { post } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { bookEntries } from './book-entries.ts';
import { bookedOtherwise, chosenEntries, payersNamed } from './chosen-entries.ts';
import { entryTable, nextSteps, summaryOf } from './entry-report.ts';

interface ImportOptions {
  readonly account?: string;
  readonly currency?: string;
  readonly days?: string;
  readonly column?: readonly string[];
  readonly confirm?: 'exact' | 'likely';
  readonly entry?: readonly string[];
}

/** As the interface takes. */
const fileBytesMax = 6 * 1024 * 1024;

export function addBankCommands({ program, run }: CommandLine): void {
  const bank = program.command('bank').description('What a bank says of an account');
  bank
    .command('import')
    .description(
      'Show what the entries of a bank statement would be booked as, and book those that are confirmed. Safe to repeat: an entry is booked once',
    )
    .argument('<file>', 'camt.053 or CSV, or - for standard input')
    .addOption(
      new Option(
        '--confirm <sureness>',
        'book all that are matched so: exact, or exact and likely',
      ).choices(['exact', 'likely']),
    )
    .option(
      '--entry <place=customer...>',
      'book these entries, by their places in the table, such as 3; as that of a customer, 3=press-review',
    )
    .option('--account <account>', 'CSV: the account that it is of, where it does not say')
    .option('--currency <code>', 'CSV: its currency, where it does not say')
    .addOption(
      new Option('--days <order>', 'CSV: what comes first in 03/02/2026').choices(['dmy', 'mdy']),
    )
    .option(
      '--column <what=title...>',
      'CSV: where its titles are not known, such as date=Day amount=Sum name=From text=Memo',
    )
    .action(run(importStatement));
}

async function importStatement(
  session: Session,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const entries = await readEntries(session, file, options);
  const chosen = chosenEntries(entries, options);
  for (const { place, doubt } of chosen) {
    if (doubt !== undefined) {
      session.shell.err(`${printable(`entry ${place} may be booked twice now: ${doubt}`)}\n`);
    }
  }
  const { booked, problems: refused } = await bookEntries(session, chosen);
  const problems = [...bookedOtherwise(entries, options), ...refused];
  const code = problems.length === 0 ? exitCode.ok : exitCode.failed;
  if (session.isJson) {
    session.printJson({ entries, booked, problems });
    return code;
  }
  const { shell } = session;
  shell.out(entryTable(entries, booked));
  for (const problem of problems) {
    shell.err(`${printable(`entry ${problem.place}: ${problem.detail}`)}\n`);
  }
  shell.out(`${summaryOf(entries, booked)}\n`);
  shell.out(nextSteps(entries, { booked, file, farthing: session.farthing }));
  return code;
}

async function readEntries(
  session: Session,
  file: string,
  { account, currency, days, column, entry = [] }: ImportOptions,
): Promise<readonly JsonObject[]> {
  const bytes = await inputBytes(session, file, {
    ...{ most: fileBytesMax, otherwise: 'import it in parts' },
  });
  const answer = await post(session, '/v1/bank-statements', {
    file: bytes.toString('base64'),
    ...(account === undefined ? {} : { account }),
    ...(currency === undefined ? {} : { currency: currency.toUpperCase() }),
    ...(days === undefined ? {} : { days }),
    ...(column === undefined ? {} : { columns: columnsFrom(column) }),
    ...payersNamed(entry),
  });
  return itemsOf(answer, 'entries').filter(isJsonObject);
}

/** What is named twice is read from several columns. */
function columnsFrom(texts: readonly string[]): JsonObject {
  const columns = new Map<string, string[]>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1) {
      throw usageFailure(`name a column as what=title, such as amount=Sum; got ${text}`);
    }
    const name = text.slice(0, at);
    columns.set(name, [...(columns.get(name) ?? []), text.slice(at + 1)]);
  }
  return Object.fromEntries(columns);
}
