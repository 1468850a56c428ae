import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import type { JsonObject } from '../http/json.ts';
import { isJsonObject, listAt, textAt } from '../http/json.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { payerArgument } from './charge-command.ts';
import { addRefillCommand } from './refill-command.ts';
import { addTopUpCommands } from './top-up-commands.ts';
import {
  ends,
  type MoneyOptions,
  moneyIn,
  moneyOf,
  pathOf,
  priority,
  reference,
  tell,
} from './wallet-money.ts';

type Commands = ReturnType<CommandLine['program']['command']>;
type Run = CommandLine['run'];

export function addWalletCommands({ program, run }: CommandLine): void {
  const wallets = program
    .command('wallets')
    .description('Money that payers can spend: what they paid before, and what they were given.');
  wallets
    .command('show')
    .description('What a wallet has, grant by grant')
    .argument('<payer>', payerArgument)
    .action(run(showWallet));
  addTopUpCommands(wallets, run);
  addRefillCommand(wallets, run);
  addPuttingIn(wallets, run);
  addTakingOut(wallets, run);
}

interface MovedOptions {
  readonly rail?: string;
  readonly reference?: string;
  readonly on?: string;
}

function addPuttingIn(wallets: Commands, run: Run): void {
  wallets
    .command('grant')
    .description('Give money into the wallet that nobody paid')
    .argument('<payer>', payerArgument)
    .requiredOption('--amount <amount>', 'how much, such as 5.00')
    .requiredOption('--currency <code>', 'such as EUR')
    .addOption(
      new Option('--kind <kind>', 'what it is').choices(['given', 'promotional']).default('given'),
    )
    .option('--ends <time>', ends)
    .option('--priority <number>', priority)
    .option('--key <key>', 'the same is given once; one of its own where left out')
    .action(
      run(
        async (
          session,
          payer: string,
          options: MoneyOptions & { readonly kind: string; readonly key?: string },
        ) => {
          const body = { ...moneyOf(options), kind: options.kind };
          const path = `${pathOf(payer)}/grants`;
          const answer = await postUnderKey(session, path, body, options.key);
          return tell(session, answer, `${options.amount} ${options.currency} are in the wallet`);
        },
      ),
    );
}

function addTakingOut(wallets: Commands, run: Run): void {
  wallets
    .command('refund')
    .description('Pay bought money back over the rail it came over, or record that it was')
    .argument('<payer>', payerArgument)
    .argument('<grant>', 'what was bought, by its id')
    .option('--reference <text>', `of what has gone back: ${reference}`)
    .option('--rail <name>', 'with --reference: over which it went back, bank where left out')
    .option('--key <key>', 'over the rail: the same is asked once; one of its own where left out')
    .option('--amount <amount>', 'how much; all that can be paid back where left out')
    .option('--on <day>', 'the day it went back, or the time; now where left out')
    .action(
      run(
        async (
          session,
          payer: string,
          grant: string,
          options: MovedOptions & { readonly amount?: string; readonly key?: string },
        ) => {
          const { rail = 'bank', amount, on, reference: word, key } = options;
          const what = { grant, ...(amount === undefined ? {} : { amount }) };
          const path = `${pathOf(payer)}/refunds`;
          if (word === undefined) {
            const asked = await postUnderKey(session, path, what, key);
            return tell(session, asked, `${moneyIn(asked)} ${textAt(asked, 'status') ?? ''}`);
          }
          const moved = { rail, reference: word, ...(on === undefined ? {} : { refundedAt: on }) };
          const answer = await post(session, path, { ...what, ...moved });
          return tell(session, answer, `${moneyIn(answer)} are paid back`);
        },
      ),
    );
  wallets
    .command('free')
    .description('Put back what voids and credit notes freed, and no invoice is to use')
    .argument('<payer>', payerArgument)
    .action(
      run(async (session, payer: string) => {
        const answer = await post(session, `${pathOf(payer)}/freed`, {});
        if (session.isJson) session.printJson(answer);
        else session.shell.out(`${printable(`${moneyIn(answer)} are in the wallet again`)}\n`);
        return exitCode.ok;
      }),
    );
  wallets
    .command('revoke')
    .description('Take money out of the wallet that is not paid back')
    .argument('<payer>', payerArgument)
    .argument('<grant>', 'by its id')
    .option('--amount <amount>', 'how much; all that is left where left out')
    .option('--key <key>', 'the same is taken once; one of its own where left out')
    .action(
      run(
        async (
          session,
          payer: string,
          grant: string,
          { amount, key }: { readonly amount?: string; readonly key?: string },
        ) => {
          const body = { grant, ...(amount === undefined ? {} : { amount }) };
          const answer = await postUnderKey(session, `${pathOf(payer)}/revocations`, body, key);
          return tell(session, answer, `${moneyIn(answer)} are taken out`);
        },
      ),
    );
}

async function showWallet(session: Session, payer: string): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: pathOf(payer) });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  session.shell.out(`${moneyLines(body)}${grantsTable(body, session.shell.now())}`);
  return exitCode.ok;
}

function moneyLines(body: unknown): string {
  const text = (name: string): string => printable(textAt(body, name) ?? '');
  const currency = text('currency');
  const held = isZero(text('held')) ? '' : `, ${text('held')} are held`;
  const besides = [
    ['ungated', 'were used besides, in months without an invoice yet: less can be spent by it'],
    ['owed', 'are owed: charged when no grant had money left, the next one pays it'],
  ] as const;
  return [
    `${text('available')} ${currency} can be spent${held}\n`,
    ...besides
      .filter(([name]) => !isZero(text(name)))
      .map(([name, what]) => `${text(name)} ${currency} ${what}\n`),
  ].join('');
}

const isZero = (amount: string): boolean => !/[1-9]/.test(amount);

/** When the money of a grant can be spent no more; said where that has come. */
function endOf(grant: JsonObject, now: number): string {
  const endsAt = textAt(grant, 'endsAt');
  if (endsAt === undefined) return 'never';
  return Date.parse(endsAt) <= now ? `${endsAt}, has ended` : endsAt;
}

function grantsTable(body: unknown, now: number): string {
  const grants = listAt(body, 'grants').filter(isJsonObject);
  if (grants.length === 0) return 'no grants\n';
  const rows = grants.map((one) => [
    textAt(one, 'id') ?? '',
    textAt(one, 'kind') ?? '',
    String(one['priority'] ?? ''),
    textAt(one, 'amount') ?? '',
    textAt(one, 'left') ?? '',
    textAt(one, 'unapplied') ?? '',
    endOf(one, now),
    textAt(one, 'payment') ?? '',
  ]);
  const right = { align: 'right' } as const;
  const titles = [
    { title: 'grant' },
    { title: 'kind' },
    { title: 'priority', ...right },
    { title: 'put in, less taken out', ...right },
    { title: 'left', ...right },
    { title: 'on no invoice yet', ...right },
    { title: 'ends' },
    { title: 'payment' },
  ];
  return `\n${table(titles, rows)}`;
}
