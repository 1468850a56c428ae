import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { leftOf, moneyOf } from './charge-command.ts';

/** Adds them below the commands of payers. */
export function addMeCommands(payers: Command, run: CommandLine['run']): void {
  payers
    .command('me')
    .description('Who asks with a payer’s token, and what it may')
    .argument('[payer]', 'with a key: as who it is to be answered')
    .action(run(showMe));
  payers
    .command('refund')
    .description('Give back what a view cost, soon after it, into the wallet of its payer')
    .argument('<charge>', 'the id of the charge, or of the hold that was captured')
    .action(run(refundView));
  payers
    .command('tip')
    .description('Charge a payer more for what it has read: shares of the meter say who has it')
    .argument('<charge>', 'the id of a charge or of a hold')
    .requiredOption('--amount <amount>', 'how much, without tax, such as 0.50')
    .requiredOption('--currency <code>', 'of that amount, such as EUR')
    .option('--meter <meter>', 'the meter of tips: tips where left out')
    .option('--key <key>', 'the same is asked once; one of its own where left out')
    .action(run(tip));
}

interface TipOptions {
  readonly amount: string;
  readonly currency: string;
  readonly meter?: string;
  readonly key?: string;
}

async function tip(session: Session, on: string, options: TipOptions): Promise<number> {
  const { amount, currency, meter, key } = options;
  const body = { on, amount: { amount, currency }, ...(meter === undefined ? {} : { meter }) };
  const answer = await postUnderKey(session, '/v1/tips', body, key);
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`charged ${moneyOf(answer)}${leftOf(answer)}\n`);
  return exitCode.ok;
}

async function showMe(session: Session, payer: string | undefined): Promise<number> {
  const path = '/v1/me';
  const query = payer === undefined ? {} : { query: { payer } };
  const { body } = await session.api().call({ method: 'GET', path, ...query });
  if (session.isJson) session.printJson(body);
  else session.shell.out(meTable(body));
  return exitCode.ok;
}

function meTable(body: unknown): string {
  const { seller, token, refunds } = isJsonObject(body) ? body : {};
  const back = isJsonObject(refunds)
    ? `within ${numberAt(refunds, 'withinMinutes') ?? 0} minutes; ${numberAt(refunds, 'left') ?? 0} more today`
    : 'no views';
  const rows = [
    ['payer', textAt(body, 'payer') ?? ''],
    ['currency', textAt(body, 'currency') ?? ''],
    ['seller', textAt(seller, 'name') ?? ''],
    ['token for', isJsonObject(token) ? listAt(token, 'actions').join(' ') : 'asked with a key'],
    ...(isJsonObject(token) ? [['until', textAt(token, 'endsAt') ?? '']] : []),
    ['given back', back],
  ];
  return table([{ title: '' }, { title: '' }], rows);
}

async function refundView(session: Session, id: string): Promise<number> {
  const answer = await post(session, `/v1/charges/${encodeURIComponent(id)}/refund`, {});
  const [amount, currency] = [textAt(answer, 'amount') ?? '', textAt(answer, 'currency') ?? ''];
  if (session.isJson) session.printJson(answer);
  else session.shell.out(printable(`${amount} ${currency} are back in the wallet\n`));
  return exitCode.ok;
}
