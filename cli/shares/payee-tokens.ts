import type { Command } from 'commander';
import { type PayeeTokenAction, payeeTokenActions } from '../../core/contract/route.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { type Column, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showList } from '../show.ts';
import { actionsOf, makeToken, revokeToken, tokensPath } from '../spend/made-token.ts';

interface CreateOptions {
  readonly action: readonly PayeeTokenAction[];
  readonly expiresIn: string;
}

/** Adds them below the commands of payees. */
export function addPayeeTokenCommands(payees: Command, run: CommandLine['run']): void {
  payees
    .command('me')
    .description('Which payee asks with a token, what it is owed, and when it is paid')
    .argument('[key]', 'with an API key: as which payee it is to be answered')
    .action(run(showPayee));
  const tokens = payees
    .command('tokens')
    .description('Secrets with which a payee asks by itself, such as on its page.');
  tokens
    .command('create')
    .description('Make a token of a payee. It is shown once and kept nowhere')
    .argument('<key>', 'the payee')
    .requiredOption(
      '--action <action...>',
      `what it is for: some of ${payeeTokenActions.join(', ')}`,
      actionsOf(payeeTokenActions),
    )
    .option('--expires-in <seconds>', 'until it ends: 30 days at most', '604800')
    .action(run(createToken));
  tokens
    .command('list')
    .description('The tokens of a payee that are in force, without their secrets')
    .argument('<key>', 'the payee')
    .action(run(listTokens));
  tokens
    .command('revoke')
    .description('Refuse a token from now on, at once')
    .argument('<key>', 'the payee')
    .argument('<token>', 'its id, as `payees tokens list` shows it')
    .action(run((session, key: string, id: string) => revokeToken(session, ofPayee(key), id)));
}

const ofPayee = (key: string) => ({ of: 'payees', key }) as const;

const createToken = (
  session: Session,
  key: string,
  { action: actions, expiresIn }: CreateOptions,
): Promise<number> =>
  makeToken(session, ofPayee(key), { actions: [...actions], expiresIn: Number(expiresIn) });

const columns: readonly ItemColumn[] = [
  { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
  { title: 'for', cell: (one) => listAt(one, 'actions').join(' ') },
  { title: 'since', cell: (one) => textAt(one, 'createdAt') ?? '' },
  { title: 'until', cell: (one) => textAt(one, 'endsAt') ?? '' },
];

const listTokens = (session: Session, key: string): Promise<number> =>
  showList(
    session,
    { path: tokensPath(ofPayee(key)), member: 'tokens' },
    columns,
    `${key} has no token that is in force`,
  );

async function showPayee(session: Session, payee: string | undefined): Promise<number> {
  const query = payee === undefined ? {} : { query: { payee } };
  const { body } = await session.api().call({ method: 'GET', path: '/v1/payee', ...query });
  if (session.isJson) session.printJson(body);
  else session.shell.out(shownPayee(body));
  return exitCode.ok;
}

const amounts = ['payable', 'unstated', 'held', 'ready', 'inTransit'] as const;
const owedColumns: readonly Column[] = [
  { title: '' },
  { title: 'owed', align: 'right' },
  { title: 'not stated', align: 'right' },
  { title: 'held back', align: 'right' },
  { title: 'ready', align: 'right' },
  { title: 'in transit', align: 'right' },
];

function shownPayee(body: unknown): string {
  const { token, paying, payout } = isJsonObject(body) ? body : {};
  const facts = [
    ['payee', `${textAt(body, 'name') ?? ''} (${textAt(body, 'payee') ?? ''})`],
    ['token for', isJsonObject(token) ? listAt(token, 'actions').join(' ') : 'asked with a key'],
    ...(isJsonObject(token) ? [['until', textAt(token, 'endsAt') ?? '']] : []),
    ['paid by', isJsonObject(payout) ? methodOf(payout['payout']) : 'nothing that is known'],
    ['next run', textAt(paying, 'nextRun') ?? 'when the seller prepares one'],
  ];
  const owed = listAt(body, 'balances').map((one: unknown) => owedRow(one));
  const head = table([{ title: '' }, { title: '' }], facts);
  return owed.length === 0 ? head : `${head}\n${table(owedColumns, owed)}`;
}

const owedRow = (one: unknown): string[] => [
  textAt(one, 'currency') ?? '',
  ...amounts.map((name) => textAt(one, name) ?? ''),
];

function methodOf(method: unknown): string {
  const shown: JsonObject = isJsonObject(method) ? method : {};
  const lastFour = textAt(shown, 'lastFour');
  return `${textAt(shown, 'method') ?? ''}${lastFour === undefined ? '' : ` …${lastFour}`}`;
}
