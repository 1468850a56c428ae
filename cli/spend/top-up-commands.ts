import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { payerArgument } from './charge-command.ts';
import {
  ends,
  type MoneyOptions,
  moneyOf,
  pathOf,
  priority,
  reference,
  tell,
} from './wallet-money.ts';

type Commands = ReturnType<CommandLine['program']['command']>;
type Run = CommandLine['run'];

interface TopUpOptions extends MoneyOptions {
  readonly rail: string;
  readonly reference?: string;
  readonly on?: string;
  readonly success?: string;
  readonly cancel?: string;
  readonly keep?: boolean;
  readonly key?: string;
}

/** Money that comes in: what has come is told by its reference; for all else the payer is asked. */
export function addTopUpCommands(wallets: Commands, run: Run): void {
  wallets
    .command('top-up')
    .description('Record money that a payer paid, or ask the payer for it over a rail')
    .argument('<payer>', payerArgument)
    .requiredOption('--amount <amount>', 'how much, such as 20.00')
    .requiredOption('--currency <code>', 'such as EUR')
    .option('--reference <text>', `of what has come: ${reference}`)
    .option('--rail <name>', 'over which it came, such as card; stripe asks the payer', 'bank')
    .option('--on <day>', 'the day it came, or the time; now where left out')
    .option('--ends <time>', ends)
    .option('--priority <number>', priority)
    .option('--success <url>', 'asked: where the payer comes to, having paid')
    .option('--cancel <url>', 'asked: where the payer comes back to, not having paid')
    .option('--keep', 'asked: the rail keeps by what it is paid, to refill the wallet by it')
    .option('--key <key>', 'asked: the same is asked once; one of its own where left out')
    .action(
      run((session, payer: string, options: TopUpOptions) =>
        options.reference === undefined
          ? ask(session, payer, options)
          : record(session, payer, { ...options, reference: options.reference }),
      ),
    );
  wallets
    .command('transfer')
    .description('Say the account and the reference by which a transfer goes into the wallet')
    .argument('<payer>', payerArgument)
    .action(run(showTransfer));
  wallets
    .command('top-ups')
    .description('What a payer was asked for over rails, the latest first; or one of it')
    .argument('<payer>', payerArgument)
    .argument('[id]', 'of one: where to pay, and what became of it')
    .action(run(showTopUps));
  wallets
    .command('refunds')
    .description('What goes back to a payer over rails, the latest first')
    .argument('<payer>', payerArgument)
    .action(run(showRefunds));
}

async function showTransfer(session: Session, payer: string): Promise<number> {
  const answer = await post(session, `${pathOf(payer)}/transfer`, {});
  if (session.isJson) {
    session.printJson(answer);
    return exitCode.ok;
  }
  const { account } = answer;
  const to = isJsonObject(account)
    ? `to ${textAt(account, 'iban') ?? ''} of ${textAt(account, 'holder') ?? ''}`
    : 'to your account, which the billing settings do not say';
  const reference = textAt(answer, 'reference') ?? '';
  const grouped = reference.replaceAll(/(.{4})(?=.)/g, '$1 ');
  const text = `transfer ${textAt(answer, 'currency') ?? ''} ${to}, with the reference ${grouped}`;
  session.shell.out(`${printable(text)}\n`);
  return exitCode.ok;
}

async function record(
  session: Session,
  payer: string,
  { rail, on, reference: word, ...options }: TopUpOptions & { readonly reference: string },
): Promise<number> {
  const body = {
    ...{ ...moneyOf(options), rail, reference: word },
    ...(on === undefined ? {} : { receivedAt: on }),
  };
  const answer = await post(session, `${pathOf(payer)}/top-ups`, body);
  return tell(session, answer, `${options.amount} ${options.currency} are in the wallet`);
}

async function ask(session: Session, payer: string, options: TopUpOptions): Promise<number> {
  const { rail, amount, currency, success: successUrl, cancel: cancelUrl, keep, key } = options;
  if (successUrl === undefined || cancelUrl === undefined) {
    throw usageFailure(
      'give --reference of money that has come, or --success and --cancel, and --rail stripe, to ask for it',
    );
  }
  const kept = keep === true ? { keep } : {};
  const body = { amount, currency, rail, successUrl, cancelUrl, ...kept };
  const answer = await postUnderKey(session, `${pathOf(payer)}/top-ups`, body, key);
  return tell(session, answer, `${amount} ${currency} ${stateOf(answer)}`);
}

function stateOf(answer: JsonObject): string {
  const url = textAt(answer, 'url');
  const status = textAt(answer, 'status') ?? '';
  return url === undefined ? `are ${status}` : `are to be paid at ${url}`;
}

async function showRefunds(session: Session, payer: string): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: `${pathOf(payer)}/refunds` });
  if (session.isJson) session.printJson(body);
  else session.shell.out(topUpTable(listAt(body, 'refunds').filter(isJsonObject)));
  return exitCode.ok;
}

async function showTopUps(session: Session, payer: string, id?: string): Promise<number> {
  const one = id === undefined ? '' : `/${encodeURIComponent(id)}`;
  const path = `${pathOf(payer)}/top-ups${one}`;
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  const topUps = id === undefined ? listAt(body, 'topUps').filter(isJsonObject) : [body];
  session.shell.out(topUpTable(topUps.filter(isJsonObject)));
  return exitCode.ok;
}

function topUpTable(topUps: readonly JsonObject[]): string {
  if (topUps.length === 0) return 'nothing\n';
  const right = { align: 'right' } as const;
  const titles = [
    { title: 'id' },
    { title: 'begun' },
    { title: 'status' },
    { title: 'amount', ...right },
    { title: 'pay at, or why not' },
  ];
  const text = (one: JsonObject, name: string): string => printable(textAt(one, name) ?? '');
  const whereTo = (one: JsonObject): string =>
    printable(textAt(one, 'url') ?? textAt(one, 'reason') ?? '');
  const rows = topUps.map((one) => [
    text(one, 'id'),
    text(one, 'createdAt'),
    text(one, 'status'),
    `${text(one, 'amount')} ${text(one, 'currency')}`,
    whereTo(one),
  ]);
  return table(titles, rows);
}
