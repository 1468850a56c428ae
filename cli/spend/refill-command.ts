import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import type { Session } from '../session.ts';
import { payerArgument } from './charge-command.ts';
import { pathOf } from './wallet-money.ts';

interface RefillOptions {
  readonly below: string;
  readonly currency: string;
  readonly amount?: string;
  readonly monthly?: string;
  readonly topUp?: string;
}

/** When a wallet is low, and what is put into it then. */
export function addRefillCommand(
  wallets: ReturnType<CommandLine['program']['command']>,
  run: CommandLine['run'],
): void {
  wallets
    .command('refill')
    .description('Say when a wallet is low, and what is put into it then without asking its payer')
    .argument('<payer>', payerArgument)
    .requiredOption('--below <amount>', 'it is low with less than this; 0 ends it')
    .requiredOption('--currency <code>', 'such as EUR')
    .option('--amount <amount>', 'what is put in each time; left out, it is only told')
    .option('--monthly <amount>', 'no more is put in of a month; needed with --amount')
    .option('--top-up <id>', 'the top-up whose means of payment were kept; the last where left out')
    .action(run(putRefill));
}

async function putRefill(session: Session, payer: string, options: RefillOptions): Promise<number> {
  const path = `${pathOf(payer)}/refill`;
  const { body } = await session.api().call({ method: 'PUT', path, body: JSON.stringify(options) });
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${told(body as JsonObject)}\n`);
  return exitCode.ok;
}

function told(answer: JsonObject): string {
  const text = (name: string): string => textAt(answer, name) ?? '';
  const currency = text('currency');
  if (Number.parseFloat(text('below')) === 0) return 'nobody is told that the wallet is low';
  const low = `with less than ${text('below')} ${currency}`;
  return textAt(answer, 'amount') === undefined
    ? `${low}, it is told that the wallet is low`
    : `${low}, ${text('amount')} ${currency} are put in, and ${text('monthly')} of a month at most`;
}
