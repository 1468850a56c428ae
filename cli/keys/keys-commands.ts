import { Argument, InvalidArgumentError, Option } from 'commander';
import { type Scope, scopes } from '../../core/contract/route.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, jsonFrom, listAt, textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { problemFrom } from '../http/problem.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { aTime, timeForms } from '../times.ts';

interface KeyOptions {
  readonly function?: string;
}

interface TenantOptions extends KeyOptions {
  readonly tenant?: string;
}

interface CreateOptions extends TenantOptions {
  readonly scopes?: readonly Scope[];
  readonly name?: string;
  readonly mode?: string;
  readonly expires?: string;
}

export function addKeyCommands({ program, run }: CommandLine): void {
  const keys = program
    .command('keys')
    .description(
      'API keys. To make or revoke one needs the right to invoke the IssueKeys function.',
    );
  const functionOption = () =>
    new Option(
      '--function <name>',
      'the IssueKeys function; else FARTHING_KEYS_FUNCTION, else the local stack’s',
    );
  const tenantOption = () =>
    new Option('--tenant <name>', 'whose key it is (default: the local stack’s tenant)');

  keys
    .command('create')
    .description('Make a key. Its secret is shown once and kept nowhere')
    .addOption(tenantOption())
    .addOption(
      new Option(
        '--scope, --scopes <scope...>',
        `some of ${scopes.join(', ')} (default: all)`,
      ).argParser(scopesFrom),
    )
    .option('--name <text>', 'what you call it')
    .option('--expires <time>', `when it ends: ${timeForms} (default: never)`, aTime)
    .addOption(new Option('--mode <mode>', 'shown in the key').choices(['live', 'test']))
    .addOption(functionOption())
    .action(run(createKey));
  keys
    .command('list')
    .description('The keys of a tenant, without their secrets')
    .addOption(
      new Option(
        '--tenant <name>',
        'as an operator: of this tenant (default: that of your API key)',
      ),
    )
    .addOption(
      new Option(
        '--function <name>',
        'as an operator: the IssueKeys function; else FARTHING_KEYS_FUNCTION',
      ),
    )
    .action(run(listKeys));
  keys
    .command('revoke')
    .description(
      'Refuse a key from now on: at once where it would change anything, elsewhere within a minute',
    )
    .addArgument(new Argument('<key id>', 'as `keys list` shows it'))
    .addOption(functionOption())
    .action(run(revokeKey));
}

/** Separated by commas or by blanks, as one argument or several. */
function scopesFrom(text: string, before: readonly Scope[] | undefined): readonly Scope[] {
  const named = text.split(/[\s,]+/).filter((word) => word !== '');
  const unknown = named.find((word) => !scopes.some((scope) => scope === word));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no scope ${unknown}.`);
  return [...(before ?? []), ...scopes.filter((scope) => named.includes(scope))];
}

async function createKey(session: Session, options: CreateOptions): Promise<number> {
  const answer = await invokeIssueKeys(session, options, {
    action: 'create',
    tenant: tenantFor(session, options),
    scopes: options.scopes ?? scopes,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.expires === undefined ? {} : { expiresAt: options.expires }),
    ...actorOf(session),
    ...(options.mode === undefined ? {} : { mode: options.mode }),
  });
  const key = textAt(answer, 'key');
  if (key === undefined) throw new Failure(`IssueKeys answered no key: ${JSON.stringify(answer)}`);
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${key}\n`);
  if (!session.isJson && session.shell.isTerminal) {
    session.shell.err('keep it now: it is not shown again\n');
  }
  return exitCode.ok;
}

async function listKeys(session: Session, options: TenantOptions): Promise<number> {
  if (!isAskedAsOperator(session, options)) return showKeys(session, await ownKeys(session));
  const tenant = tenantFor(session, options);
  const answer = await invokeIssueKeys(session, options, { action: 'list', tenant });
  return showKeys(session, listAt(answer, 'keys').filter(isJsonObject));
}

const isAskedAsOperator = (
  { shell }: Session,
  { function: named, tenant }: TenantOptions,
): boolean =>
  [named, tenant, shell.environment['FARTHING_KEYS_FUNCTION']].some((one) => one !== undefined);

/** Those of the tenant whose API key asks. */
const ownKeys = async (session: Session): Promise<readonly JsonObject[]> =>
  (await wholeList(session.api(), { path: '/v1/keys', member: 'keys' })).items;

function showKeys(session: Session, keys: readonly JsonObject[]): number {
  if (session.isJson) {
    session.printJson({ keys });
    return exitCode.ok;
  }
  const rows = keys.map((key) => [
    textAt(key, 'keyId') ?? '',
    textAt(key, 'mode') ?? '',
    textAt(key, 'name') ?? '',
    listAt(key, 'scopes').join(' '),
    textAt(key, 'createdAt') ?? '',
    textAt(key, 'lastUsed') ?? '',
    textAt(key, 'expiresAt') ?? '',
    textAt(key, 'revokedAt') ?? '',
  ]);
  const titles = ['key id', 'mode', 'name', 'scopes', 'created', 'last used', 'ends', 'revoked'];
  session.shell.out(
    table(
      titles.map((title) => ({ title })),
      rows,
    ),
  );
  return exitCode.ok;
}

async function revokeKey(session: Session, keyId: string, options: KeyOptions): Promise<number> {
  const answer = await invokeIssueKeys(session, options, {
    action: 'revoke',
    keyId,
    ...actorOf(session),
  });
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`revoked ${printable(keyId)}\n`);
  return exitCode.ok;
}

const actorOf = ({ actor }: Session) => (actor === undefined ? {} : { actor });

function tenantFor(session: Session, { tenant }: TenantOptions): string {
  const name = tenant ?? session.localStack()?.tenant;
  if (name === undefined) throw usageFailure('name the tenant: --tenant NAME');
  return name;
}

/** Invokes the function as an operator: who may is decided by IAM, not by an API key. */
async function invokeIssueKeys(
  session: Session,
  options: KeyOptions,
  payload: JsonObject,
): Promise<unknown> {
  const named = options.function ?? session.shell.environment['FARTHING_KEYS_FUNCTION'];
  const local = named === undefined ? session.localStack() : undefined;
  const functionName = named ?? local?.issueKeysFunction;
  if (functionName === undefined || functionName === '') {
    throw usageFailure(
      'name the IssueKeys function of the deployment: --function NAME or FARTHING_KEYS_FUNCTION; `cdk deploy` prints it',
    );
  }
  const { invokeFunction } = await import('../invoke-function.ts');
  const text = await invokeFunction({ functionName, payload, environment: local?.environment });
  const answer = jsonFrom(text);
  const problem = isJsonObject(answer) ? answer['problem'] : undefined;
  if (problem !== undefined) {
    throw problemFrom(0, problem) ?? new Failure(`IssueKeys refused: ${JSON.stringify(problem)}`);
  }
  return answer;
}
