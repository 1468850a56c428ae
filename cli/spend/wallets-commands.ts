import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import type { JsonObject } from '../http/json.ts';
import { isJsonObject, listAt, textAt } from '../http/json.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { payerArgument } from './charge-command.ts';

type Commands = ReturnType<CommandLine['program']['command']>;
type Run = CommandLine['run'];

const reference = 'the rail’s own word for it, without spaces: the same counts once';
const ends = 'nothing more is charged to it from then on';
const priority = 'from 0: the lower, the sooner it is used; 100 where left out';

export function addWalletCommands({ program, run }: CommandLine): void {
  const wallets = program
    .command('wallets')
    .description('Money that payers can spend: what they paid before, and what they were given.');
  wallets
    .command('show')
    .description('What a wallet has, grant by grant')
    .argument('<payer>', payerArgument)
    .action(run(showWallet));
  addPuttingIn(wallets, run);
  addTakingOut(wallets, run);
}

interface MoneyOptions {
  readonly amount: string;
  readonly currency: string;
  readonly ends?: string;
  readonly priority?: string;
}

interface MovedOptions {
  readonly rail: string;
  readonly reference: string;
  readonly on?: string;
}

function addPuttingIn(wallets: Commands, run: Run): void {
  wallets
    .command('top-up')
    .description('Record money that a payer paid, and put it into the wallet. Safe to repeat')
    .argument('<payer>', payerArgument)
    .requiredOption('--amount <amount>', 'how much, such as 20.00')
    .requiredOption('--currency <code>', 'such as EUR')
    .requiredOption('--reference <text>', reference)
    .option('--rail <name>', 'over which it came, such as bank or card', 'bank')
    .option('--on <day>', 'the day it came, or the time; now where left out')
    .option('--ends <time>', ends)
    .option('--priority <number>', priority)
    .action(
      run(async (session, payer: string, options: MoneyOptions & MovedOptions) => {
        const { rail, on } = options;
        const body = {
          ...{ ...moneyOf(options), rail, reference: options.reference },
          ...(on === undefined ? {} : { receivedAt: on }),
        };
        const answer = await post(session, `${pathOf(payer)}/top-ups`, body);
        return tell(session, answer, `${options.amount} ${options.currency} are in the wallet`);
      }),
    );
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

const moneyOf = ({ amount, currency, ends: endsAt, priority: place }: MoneyOptions) => ({
  ...{ amount, currency },
  ...(endsAt === undefined ? {} : { endsAt }),
  ...(place === undefined ? {} : { priority: Number(place) }),
});

function addTakingOut(wallets: Commands, run: Run): void {
  wallets
    .command('refund')
    .description('Record that bought money was paid back, and take it out. Safe to repeat')
    .argument('<payer>', payerArgument)
    .argument('<grant>', 'what was bought, by its id')
    .requiredOption('--reference <text>', reference)
    .option('--rail <name>', 'over which it went back', 'bank')
    .option('--amount <amount>', 'how much; all that can be paid back where left out')
    .option('--on <day>', 'the day it went back, or the time; now where left out')
    .action(
      run(
        async (
          session,
          payer: string,
          grant: string,
          options: MovedOptions & { readonly amount?: string },
        ) => {
          const { rail, amount, on } = options;
          const body = {
            ...{ grant, rail, reference: options.reference },
            ...(amount === undefined ? {} : { amount }),
            ...(on === undefined ? {} : { refundedAt: on }),
          };
          const answer = await post(session, `${pathOf(payer)}/refunds`, body);
          return tell(session, answer, `${moneyIn(answer)} are paid back`);
        },
      ),
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

const moneyIn = (answer: JsonObject): string =>
  `${textAt(answer, 'amount') ?? ''} ${textAt(answer, 'currency') ?? ''}`.trim();

function tell(session: Session, answer: JsonObject, done: string): number {
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(`${done}: ${textAt(answer, 'id') ?? ''}`)}\n`);
  return exitCode.ok;
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

const pathOf = (payer: string): string => `/v1/payers/${encodeURIComponent(payer)}/wallet`;
