import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { isJsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { getting, pagesFrom } from '../http/pages.ts';
import { printable, table } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { payerArgument } from '../spend/charge-command.ts';
import { addMeCommands } from '../spend/me-commands.ts';
import { showPasses } from '../spend/passes-commands.ts';
import { showSpend } from '../spend/spend-report.ts';
import { addTokenCommands } from '../spend/tokens-commands.ts';
import { addChargesCommands } from './charges-commands.ts';

interface ExportOptions {
  readonly output?: string;
}

export function addPayerCommands({ program, run }: CommandLine): void {
  const payers = program
    .command('payers')
    .description('What whoever pays has spent, and what is held of them.');
  payers
    .command('spend')
    .description('What a payer has spent, holds, and has left')
    .argument('<payer>', payerArgument)
    .option('--period <month>', 'what was spent in it, such as 2026-10; the current one left out')
    .action(run(showSpend));
  payers
    .command('passes')
    .description('The passes of a payer, and what is left of them: payers spend has them, too')
    .argument('<payer>', payerArgument)
    .action(run(showPasses));
  addMeCommands(payers, run);
  addChargesCommands(payers, run);
  addTokenCommands(payers, run);
  payers
    .command('export')
    .description('All that is held of a payer: one record a line, with the place it is held in')
    .argument('<payer>', payerArgument)
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(run(exportPayer));
  payers
    .command('erase')
    .description('Take away what is said of a payer, as far as it may go, and say what stays')
    .argument('<payer>', payerArgument)
    .option('--dry-run', 'say what would go and what stays, and change nothing')
    .option('--yes', 'erase it: there is no way back')
    .action(run(erasePayer));
  payers
    .command('pseudonyms')
    .description('Under which pseudonyms the usage of subjects is')
    .argument('<subject...>')
    .action(run(showPseudonyms));
}

const exportPayer = (session: Session, payer: string, { output }: ExportOptions): Promise<number> =>
  writeOut(session, held(session.api(), payer, session.isJson), output);

/** A record a line, a page at a time; for `--json` one document with all of them in it. */
async function* held(api: Api, payer: string, isJson: boolean): AsyncGenerator<string> {
  const path = `/v1/payers/${encodeURIComponent(payer)}/held`;
  const opening = isJson ? `{"payer":${JSON.stringify(payer)},"records":[\n` : '';
  const end = isJson ? '' : '\n';
  let before = opening;
  for await (const page of pagesFrom(api, getting(path))) {
    for (const record of listAt(page, 'records')) {
      yield `${before}${JSON.stringify(record)}${end}`;
      before = isJson ? ',\n' : '';
    }
  }
  if (isJson) yield before === opening ? `${opening}]}\n` : '\n]}\n';
}

async function erasePayer(
  session: Session,
  payer: string,
  { dryRun = false, yes = false }: { readonly dryRun?: boolean; readonly yes?: boolean },
): Promise<number> {
  if (dryRun === yes) {
    throw usageFailure('say --dry-run to see what would go and what stays, or --yes to erase it');
  }
  const { body } = await session.api().call({
    method: 'POST',
    path: '/v1/erasures',
    body: JSON.stringify({ payer, dryRun }),
  });
  if (session.isJson) session.printJson(body);
  else session.shell.out(erasureReport(body, dryRun ? 'would go' : 'went'));
  return exitCode.ok;
}

function erasureReport(body: unknown, verb: string): string {
  const erased = listAt(body, 'erased')
    .filter((one) => (numberAt(one, 'records') ?? 0) > 0)
    .map((one) => [textAt(one, 'place') ?? '', String(numberAt(one, 'records') ?? 0)]);
  const kept = listAt(body, 'kept').map((one) => [
    textAt(one, 'what') ?? '',
    textAt(one, 'until') ?? 'for good',
    textAt(one, 'reason') ?? '',
  ]);
  const again = textAt(body, 'again');
  return [
    erased.length === 0
      ? `nothing ${verb}\n`
      : table([{ title: verb }, { title: 'records', align: 'right' }], erased),
    '\n',
    table([{ title: 'stays' }, { title: 'until' }, { title: 'because' }], kept),
    '\nnot covered:\n',
    ...listAt(body, 'notCovered').map((one) => `  ${printable(String(one))}\n`),
    ...(again === undefined ? [] : [`\nerase it again from ${printable(again)} on\n`]),
  ].join('');
}

async function showPseudonyms(session: Session, subjects: readonly string[]): Promise<number> {
  const { body } = await session.api().call({
    method: 'POST',
    path: '/v1/pseudonyms',
    body: JSON.stringify({ subjects }),
  });
  if (session.isJson) session.printJson(body);
  else {
    const rows = listAt(body, 'pseudonyms')
      .filter(isJsonObject)
      .map((one) => [textAt(one, 'subject') ?? '', textAt(one, 'pseudonym') ?? '']);
    session.shell.out(
      rows.length === 0
        ? 'none of them has one\n'
        : table([{ title: 'subject' }, { title: 'pseudonym' }], rows),
    );
  }
  return exitCode.ok;
}
