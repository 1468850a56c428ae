import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, textAt } from '../http/json.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showList } from '../show.ts';
import { moneyOf, payerArgument } from '../spend/charge-command.ts';
import { isStatement, type StatementOptions, writeStatement } from './charges-statement.ts';

interface ThresholdOptions {
  readonly amount?: string;
  readonly currency?: string;
}

/** Adds what payers were charged, and up to how much they are not asked, below the commands of payers. */
export function addChargesCommands(payers: Command, run: CommandLine['run']): void {
  payers
    .command('charges')
    .description('What a payer was charged, one by one, the newest first')
    .argument('<payer>', payerArgument)
    .option('--month <month>', 'the month in which it was used, such as 2026-10')
    .option('--csv', 'comma-separated values')
    .option('--receipts', 'each with its receipt: with --csv or --json')
    .option('-o, --output <file>', 'with --csv or --json: where to write it')
    .action(run(listCharges));
  payers
    .command('threshold')
    .description('Up to how much for one thing a payer pays without being asked')
    .argument('<payer>', payerArgument)
    .option('--amount <amount>', 'with tax, such as 0.25; 0: it is asked each time')
    .option('--currency <code>', 'of that amount, such as EUR')
    .action(run(threshold));
}

const columns: readonly ItemColumn[] = [
  { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
  { title: 'at', cell: (one) => textAt(one, 'at') ?? '' },
  { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
  { title: 'what', cell: (one) => textAt(one, 'resource') ?? textAt(one, 'meter') ?? '' },
  { title: 'quantity', cell: (one) => textAt(one, 'quantity') ?? '', align: 'right' },
  { title: 'amount', cell: moneyOf, align: 'right' },
  { title: 'receipt', cell: (one) => textAt(one, 'receiptId') ?? '' },
];

function listCharges(session: Session, payer: string, options: StatementOptions): Promise<number> {
  const path = `${pathOf(payer)}/charges`;
  if (isStatement(session, options)) return writeStatement(session, path, options);
  const { month } = options;
  const list = { path, member: 'charges', query: { month } };
  return showList(session, list, columns, `${payer} was charged nothing`);
}

/** Sets it, or shows it where nothing is said. */
async function threshold(
  session: Session,
  payer: string,
  { amount, currency }: ThresholdOptions,
): Promise<number> {
  if ((amount === undefined) !== (currency === undefined)) {
    throw usageFailure('say --amount and --currency, or neither, to see what it is');
  }
  const known =
    amount === undefined
      ? await session.api().call({ method: 'GET', path: `${pathOf(payer)}/spend` })
      : await session.api().call({
          ...{ method: 'PUT', path: `${pathOf(payer)}/threshold` },
          body: JSON.stringify({ amount, currency }),
        });
  const body =
    amount === undefined && isJsonObject(known.body) ? known.body['threshold'] : known.body;
  if (session.isJson) session.printJson(body ?? null);
  else session.shell.out(`${said(payer, body)}\n`);
  return exitCode.ok;
}

function said(payer: string, body: unknown): string {
  const amount = textAt(body, 'amount');
  return amount === undefined
    ? `${payer} is asked each time`
    : `${payer} pays up to ${amount} ${textAt(body, 'currency') ?? ''} for one thing without being asked`;
}

const pathOf = (payer: string): string => `/v1/payers/${encodeURIComponent(payer)}`;
