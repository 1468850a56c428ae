import type { Command } from 'commander';
import { type TokenAction, tokenActions } from '../../core/contract/route.ts';
import type { CommandLine } from '../command-line.ts';
import { usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showList } from '../show.ts';
import { payerArgument } from './charge-command.ts';
import { actionsOf, makeToken, revokeToken, tokensPath } from './made-token.ts';

interface CreateOptions {
  readonly action: readonly TokenAction[];
  readonly limit?: string;
  readonly currency?: string;
  readonly expiresIn: string;
}

/** Adds them below the commands of payers. */
export function addTokenCommands(payers: Command, run: CommandLine['run']): void {
  const tokens = payers
    .command('tokens')
    .description('Secrets with which a payer, such as a reader’s browser, asks by itself.');
  tokens
    .command('create')
    .description('Make a token of a payer. It is shown once and kept nowhere')
    .argument('<payer>', payerArgument)
    .requiredOption(
      '--action <action...>',
      `what it is for: some of ${tokenActions.join(', ')}`,
      actionsOf(tokenActions),
    )
    .option('--limit <amount>', 'how much can be charged with it, with tax, such as 5.00')
    .option('--currency <code>', 'of that amount, such as EUR')
    .option('--expires-in <seconds>', 'until it ends: 30 days at most', '86400')
    .action(run(createToken));
  tokens
    .command('list')
    .description('The tokens of a payer that are in force, without their secrets')
    .argument('<payer>', payerArgument)
    .action(run(listTokens));
  tokens
    .command('revoke')
    .description('Refuse a token from now on, at once')
    .argument('<payer>', payerArgument)
    .argument('<token>', 'its id, as `payers tokens list` shows it')
    .action(run((session, payer: string, id: string) => revokeToken(session, ofPayer(payer), id)));
}

async function createToken(
  session: Session,
  payer: string,
  options: CreateOptions,
): Promise<number> {
  const { action: actions, expiresIn } = options;
  const body = { actions: [...actions], expiresIn: Number(expiresIn), ...limitOf(options) };
  return makeToken(session, ofPayer(payer), body);
}

function limitOf({ limit, currency }: CreateOptions): JsonObject {
  if (limit === undefined && currency === undefined) return {};
  if (limit !== undefined && currency !== undefined) return { limit: { amount: limit, currency } };
  throw usageFailure('say --limit and --currency, or neither');
}

const limitText = (token: JsonObject): string => {
  const { limit } = token;
  if (!isJsonObject(limit)) return 'none';
  return `${textAt(limit, 'amount') ?? ''} ${textAt(limit, 'currency') ?? ''}`;
};

const columns: readonly ItemColumn[] = [
  { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
  { title: 'for', cell: (one) => listAt(one, 'actions').join(' ') },
  { title: 'limit', cell: limitText, align: 'right' },
  { title: 'spent', cell: (one) => textAt(one, 'spent') ?? '', align: 'right' },
  { title: 'since', cell: (one) => textAt(one, 'createdAt') ?? '' },
  { title: 'until', cell: (one) => textAt(one, 'endsAt') ?? '' },
];

const listTokens = (session: Session, payer: string): Promise<number> =>
  showList(
    session,
    { path: tokensPath(ofPayer(payer)), member: 'tokens' },
    columns,
    `${payer} has no token that is in force`,
  );

const ofPayer = (key: string) => ({ of: 'payers', key }) as const;
