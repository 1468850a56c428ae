import { type Command, Option } from 'commander';
import { documentForms } from '../../core/contract/invoices/invoice.ts';
import { applyFile } from '../catalog/apply.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, textAt } from '../http/json.ts';
import { postUnderKey } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import { putBody, putFile } from '../payouts/put-file.ts';
import type { Session } from '../session.ts';
import { showItem, showItemAt, showList } from '../show.ts';
import { showPayeeBalance, showPayeeDocuments } from './payee-account.ts';
import { showPayeeEarnings } from './payee-earnings.ts';
import {
  explainPayeeLine,
  showPayeeStatement,
  showPayeeStatements,
  tellPayees,
} from './payee-statements.ts';
import { addPayeeTokenCommands } from './payee-tokens.ts';

export const payees = { path: '/v1/payees', lanes: 8, noun: 'payee', kept: 'replaced' } as const;

export function addPayeeCommands({ program, run }: CommandLine): void {
  const command = program.command('payees').description('Who earns by what is used.');
  command
    .command('apply')
    .description('Create or replace the payees of a file')
    .argument('<file>', 'JSON array, or one object a line: {"key", "name", …}')
    .action(run(async (session, file: string) => applyFile(session, file, payees)));
  command
    .command('list')
    .description('All payees')
    .action(
      run(async (session) =>
        showList(session, { path: payees.path, member: 'payees' }, [
          { title: 'key', cell: (payee) => textAt(payee, 'key') ?? '' },
          { title: 'name', cell: (payee) => textAt(payee, 'name') ?? '' },
          { title: 'country', cell: (payee) => textAt(payee, 'country') ?? '' },
        ]),
      ),
    );
  command
    .command('get')
    .description('One payee')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, payees.path, key)));
  command
    .command('balance')
    .description('What a payee is owed')
    .argument('<key>')
    .action(run(showPayeeBalance));
  command
    .command('earned')
    .description('What a payee has earned of a month so far, by content')
    .argument('<key>')
    .option('--period <month>', 'YYYY-MM; this month where left out')
    .action(run(showPayeeEarnings));
  command
    .command('documents')
    .description('What the books say of a payee: earned, stated, paid out and claimed')
    .argument('<key>')
    .action(run(showPayeeDocuments));
  command
    .command('paid-by')
    .description('How a payee is paid; of an account, the last four')
    .argument('<key>')
    .action(run((session, key: string) => showItemAt(session, payoutOf(key))));
  command
    .command('pay-by')
    .description(
      'Say how a payee is paid: {"payout": {"method", "iban", "holder"}, …} as a JSON file',
    )
    .argument('<key>')
    .argument('[file]')
    .option('--try-again', 'pay by the same method again, though a payout by it came back')
    .action(run(payBy));
  command
    .command('claim')
    .description('Make a payee’s what waits under a key that is nobody’s')
    .argument('<key>')
    .requiredOption('--from <key>', 'the key that it stands under, or share:<key>')
    .requiredOption('--reason <text>', 'why it is this payee’s')
    .option('--currency <code>', 'of what waits', 'EUR')
    .option('--amount <decimal>', 'how much; all that waits where left out')
    .option('--key <key>', 'what names the claim; made up where left out')
    .action(run(claim));
  addStatementCommands(command, run);
  addPayeeTokenCommands(command, run);
}

interface ClaimOptions {
  readonly from: string;
  readonly reason: string;
  readonly currency: string;
  readonly amount?: string;
  readonly key?: string;
}

async function claim(
  session: Session,
  payee: string,
  { key, ...claimed }: ClaimOptions,
): Promise<number> {
  const path = `${payees.path}/${encodeURIComponent(payee)}/claims`;
  const body = await postUnderKey(session, path, claimed, key);
  if (session.isJson) session.printJson(body);
  else {
    const amount = `${textAt(body, 'amount') ?? ''} ${textAt(body, 'currency') ?? ''}`;
    session.shell.out(`${printable(`${amount} of ${claimed.from} is now ${payee}’s`)}\n`);
  }
  return exitCode.ok;
}

/** What payees are told. */
function addStatementCommands(command: Command, run: CommandLine['run']): void {
  command
    .command('statements')
    .description('What a payee was told, the latest first; or what all were told of a month')
    .argument('[key]')
    .option('--period <month>', 'YYYY-MM')
    .action(run(showPayeeStatements));
  command
    .command('tell')
    .description('Make the statements of a month that is accrued')
    .requiredOption('--period <month>', 'YYYY-MM')
    .action(run(tellPayees));
  command
    .command('explain')
    .description('Where a line of a statement comes from')
    .argument('<number>', 'number or id of a payee’s statement')
    .argument('<line>', 'the line’s number')
    .option('--events', 'the events that were counted of it, by ids and times')
    .action(run(explainPayeeLine));
  command
    .command('statement')
    .description('One statement of a payee, by number or id, as a document')
    .argument('<number>')
    .addOption(
      new Option('--format <format>', 'what it comes as').choices(documentForms).default('json'),
    )
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(run(showPayeeStatement));
}

const payoutOf = (key: string): string => `/v1/payees/${encodeURIComponent(key)}/payout`;

async function payBy(
  session: Session,
  key: string,
  file: string | undefined,
  { tryAgain: isTriedAgain = false }: { readonly tryAgain?: boolean },
): Promise<number> {
  if ((file !== undefined) === isTriedAgain) {
    throw usageFailure('name a file, or say --try-again');
  }
  const body = await (file === undefined
    ? putBody(session, payoutOf(key), { tryAgain: true })
    : putFile(session, payoutOf(key), file));
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${printable(key)} is paid by ${paidBy(body)}\n`);
  return exitCode.ok;
}

function paidBy(body: unknown): string {
  const { payout, waiting } = isJsonObject(body) ? body : {};
  const now = `${methodText(payout)}${cameBackText(isJsonObject(body) ? body['cameBack'] : undefined)}`;
  if (!isJsonObject(waiting)) return now;
  return `${now}, from ${printable(textAt(waiting, 'from') ?? '')} on by ${methodText(waiting['payout'])}`;
}

const cameBackText = (cameBack: unknown): string =>
  isJsonObject(cameBack)
    ? printable(
        `, which came back on ${textAt(cameBack, 'on') ?? ''} (${textAt(cameBack, 'reason') ?? ''})`,
      )
    : '';

function methodText(payout: unknown): string {
  const lastFour = textAt(payout, 'lastFour');
  return printable(
    `${textAt(payout, 'method') ?? ''}${lastFour === undefined ? '' : ` …${lastFour}`}`,
  );
}
