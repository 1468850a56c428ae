import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, numberAt, textAt } from '../http/json.ts';
import { post } from '../invoices/record-on.ts';
import { grouped } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';

const commits = '/v1/payouts/commits';
const commitPath = (epoch: string): string => `${commits}/${encodeURIComponent(epoch)}`;

/** Commits to the contract that pays on a chain, and claims of it. */
export function addCommitCommands({ run }: CommandLine, payouts: CommandLine['program']): void {
  payouts
    .command('commits')
    .description('The commits to the contract that pays on a chain, the latest first')
    .action(run(listCommits));
  payouts
    .command('commit')
    .description('Prepare the next commit, or show the one of an epoch: what somebody is to sign')
    .argument('[epoch]')
    .action(run(commit));
  payouts
    .command('look')
    .description('Look whether the contract has a commit for good; then its payouts are settled')
    .argument('<epoch>')
    .action(run(look));
  payouts
    .command('claim')
    .description('What a payee may claim of the contract: the proof, and what anybody may send')
    .argument('<payee>')
    .option('--account <address>', 'an account that it was paid by before')
    .option('--contract <id>', 'a contract that paid before, by CAIP-10')
    .action(run(claim));
}

const listCommits = (session: Session): Promise<number> =>
  showList(
    session,
    { path: commits, member: 'commits' },
    [
      { title: 'epoch', align: 'right', cell: (one) => String(numberAt(one, 'epoch') ?? '') },
      { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
      { title: 'made', cell: (one) => (textAt(one, 'madeAt') ?? '').slice(0, 10) },
      { title: 'payouts', align: 'right', cell: (one) => String(numberAt(one, 'payouts') ?? '') },
      { title: 'added', align: 'right', cell: (one) => grouped(textAt(one, 'added') ?? '') },
      { title: 'total', align: 'right', cell: (one) => grouped(textAt(one, 'total') ?? '') },
      { title: '', cell: (one) => textAt(one, 'currency') ?? '' },
      { title: 'root', cell: (one) => (textAt(one, 'root') ?? '').slice(0, 12) },
    ],
    'no commits',
  );

async function commit(session: Session, epoch: string | undefined): Promise<number> {
  const body =
    epoch === undefined
      ? await post(session, commits, {})
      : (await session.api().call({ method: 'GET', path: commitPath(epoch) })).body;
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${standingOf(body)}${isOpen(body) ? callText(body) : ''}`);
  return exitCode.ok;
}

const isOpen = (body: unknown): boolean => textAt(body, 'status') === 'prepared';

function standingOf(body: unknown): string {
  const [status, added, total, currency, root] = [
    ...['status', 'added', 'total', 'currency', 'root'],
  ].map((name) => printable(textAt(body, name) ?? '')) as [string, string, string, string, string];
  const [epoch = 0, count = 0, accounts = 0] = ['epoch', 'payouts', 'accounts'].map((name) =>
    numberAt(body, name),
  );
  const payouts = count === 1 ? '1 payout' : `${count} payouts`;
  return [
    `epoch ${epoch} is ${status}: ${payouts} of ${grouped(added)} ${currency}`,
    `in all ${grouped(total)} ${currency} to ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`,
    `root ${root}`,
    ...anchorIn(body),
    '',
  ].join('\n');
}

/** What of the public log goes with it. */
function anchorIn(body: unknown): readonly string[] {
  const anchor = isJsonObject(body) ? body['anchor'] : undefined;
  const [log, day] = [textAt(anchor, 'log'), textAt(anchor, 'day')];
  if (log === undefined || day === undefined) return [];
  return [`anchors ${printable(day)} of ${printable(log)}`];
}

/** What is to be signed and sent, each on a line of its own: so it is copied whole. */
function callText(body: unknown): string {
  const call = isJsonObject(body) ? body['call'] : undefined;
  const [network, to, data] = ['network', 'to', 'data'].map((name) =>
    printable(textAt(call, name) ?? ''),
  );
  return `to sign, on ${network}:\nto   ${to}\ndata ${data}\n`;
}

async function look(session: Session, epoch: string): Promise<number> {
  const body = await post(session, `${commitPath(epoch)}/look`, {});
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  const { out } = session.shell;
  const found = textAt(body, 'found') ?? '';
  const detail = textAt(body, 'detail');
  if (found !== 'waiting') {
    const of = printable(epoch);
    out(`epoch ${of}: ${found}${detail === undefined ? '' : `, ${printable(detail)}`}\n`);
    return exitCode.ok;
  }
  out(`epoch ${printable(epoch)} ${waitingFor(body)}\n`);
  return exitCode.ok;
}

function waitingFor(body: unknown): string {
  const of = isJsonObject(body) ? body : {};
  if (of['isThere'] === true) return 'is there, and not final yet';
  const currency = textAt(of['commit'], 'currency') ?? '';
  const missing = textAt(of, 'missing') ?? '0';
  const committer = printable(textAt(of, 'committer') ?? '');
  return /[1-9]/.test(textAt(of, 'missingUnits') ?? '0')
    ? `waits: the contract lacks ${grouped(missing)} ${printable(currency)} in tokens; ${committer} signs`
    : `waits to be signed by ${committer}, and sent`;
}

async function claim(
  session: Session,
  payee: string,
  { account, contract }: { readonly account?: string; readonly contract?: string },
): Promise<number> {
  const path = `/v1/payees/${encodeURIComponent(payee)}/claim`;
  const { body } = await session.api().call({ method: 'GET', path, query: { account, contract } });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  const [to, given, due, currency] = ['account', 'given', 'due', 'currency'].map((name) =>
    textAt(body, name),
  );
  const left = due === undefined ? '' : `, of which ${grouped(due)} is not claimed`;
  session.shell.out(
    `${printable(to ?? '')} was given ${grouped(given ?? '')} ${printable(currency ?? '')}${left}\n${callText(body)}`,
  );
  return exitCode.ok;
}
