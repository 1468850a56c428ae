import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';
import { linesOf } from './lines-of.ts';

interface SetOptions {
  readonly url?: string;
  readonly facilitator?: string;
  readonly header: string;
}

interface CollectOptions {
  readonly rail: string;
  readonly success: string;
  readonly cancel?: string;
}

export function addRailCommands({ program, run }: CommandLine): void {
  const rails = program
    .command('rails')
    .description('How what is due is collected, and who is connected to what collects it.');
  rails.command('list').description('The rails that are connected').action(run(listRails));
  rails
    .command('set')
    .description(
      'Connect a rail, or change its secrets, which are read from standard input: the key in the first line; of stripe, what it signs with in the second',
    )
    .argument('<rail>', 'stripe; or x402, for a facilitator of chains that wants a key')
    .option('--url <url>', 'of a program that plays it, beside a local stack')
    .option('--facilitator <url>', 'of x402: as the billing settings name it')
    .option('--header <name>', 'of x402: the header that has the key', 'authorization')
    .action(run(setRail));
  rails
    .command('unset')
    .description('Disconnect a rail, and forget its secrets; refused while something is collected')
    .argument('<rail>', 'stripe, x402')
    .action(run(unsetRail));
}

export function addCollectCommands({ program, run }: CommandLine): void {
  program
    .command('collect')
    .description('Collect what is due of an invoice: prints where its payer pays. Safe to repeat')
    .argument('<number>')
    .addOption(
      new Option('--rail <name>', 'how it is collected').choices(['stripe']).default('stripe'),
    )
    .requiredOption('--success <url>', 'where the payer comes to, having paid')
    .option('--cancel <url>', 'where the payer comes back to, not having paid; else the same')
    .action(run(collect));
  program
    .command('collections')
    .description('What was tried to collect an invoice')
    .argument('<number>')
    .action(run(listCollections));
}

const listRails = (session: Session): Promise<number> =>
  showList(
    session,
    { path: '/v1/rails', member: 'rails' },
    [
      { title: 'rail', cell: (one) => textAt(one, 'name') ?? '' },
      { title: 'mode', cell: (one) => textAt(one, 'mode') ?? '' },
      { title: 'since', cell: (one) => textAt(one, 'connectedAt') ?? '' },
      { title: 'known to', cell: (one) => textAt(one, 'seenTo') ?? '' },
      { title: 'events to', cell: (one) => textAt(one, 'eventsPath') ?? '' },
    ],
    'no rail is connected',
  );

/** Never from arguments: those are in the history of the shell, and every program of the machine sees them. */
async function setRail(session: Session, rail: string, options: SetOptions): Promise<number> {
  refuseOther(rail);
  if (rail === 'x402') return setFacilitatorKey(session, options);
  const { url } = options;
  const { shell } = session;
  if (shell.isTerminal) {
    shell.err('type the key (sk_…), then what it signs with (whsec_…), a line each\n');
  }
  const [secretKey = '', webhookSecret = ''] = await linesOf(shell.stdin, 2);
  if (secretKey === '' || webhookSecret === '') {
    throw usageFailure('give two lines on standard input: the key, and what it signs with');
  }
  const body = JSON.stringify({ secretKey, webhookSecret, ...(url === undefined ? {} : { url }) });
  const path = `/v1/rails/${rail}`;
  const answer = await session.api().call({ method: 'PUT', path, body });
  if (session.isJson) session.printJson(answer.body);
  else shell.out(`${connectedText(rail, answer.body)}\n`);
  return exitCode.ok;
}

async function setFacilitatorKey(
  session: Session,
  { facilitator, header }: SetOptions,
): Promise<number> {
  const { shell } = session;
  if (facilitator === undefined) {
    throw usageFailure(
      'name the facilitator: --facilitator <url>, as the billing settings have it',
    );
  }
  if (shell.isTerminal) shell.err(`type what stands in the header ${header}\n`);
  const [value = ''] = await linesOf(shell.stdin, 1);
  if (value === '') throw usageFailure('give one line on standard input: the key');
  const body = JSON.stringify({ facilitator, header, value });
  const answer = await session.api().call({ method: 'PUT', path: '/v1/rails/x402', body });
  if (session.isJson) session.printJson(answer.body);
  else {
    const [to, by] = [textAt(answer.body, 'facilitator'), textAt(answer.body, 'header')];
    shell.out(`${printable(to ?? '')} is sent a key as ${printable(by ?? '')}\n`);
  }
  return exitCode.ok;
}

const connectedText = (rail: string, body: unknown): string =>
  `${rail} is connected (${textAt(body, 'mode') ?? ''}); have it send its events to ${printable(textAt(body, 'eventsPath') ?? '')}`;

async function unsetRail(session: Session, rail: string): Promise<number> {
  refuseOther(rail);
  await session.api().call({ method: 'POST', path: `/v1/rails/${rail}/disconnect` });
  if (session.isJson) session.printJson({ rail, connected: false });
  else session.shell.out(`${rail} is disconnected\n`);
  return exitCode.ok;
}

function refuseOther(rail: string): void {
  if (rail === 'stripe' || rail === 'x402') return;
  throw usageFailure(`name a rail that there is, stripe or x402, got ${rail.slice(0, 40)}`);
}

async function collect(session: Session, number: string, options: CollectOptions): Promise<number> {
  const { rail, success, cancel = success } = options;
  const { body } = await session.api().call({
    method: 'POST',
    path: pathOf(number),
    body: JSON.stringify({ rail, successUrl: success, cancelUrl: cancel }),
  });
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${printable(textAt(body, 'url') ?? textAt(body, 'status') ?? '')}\n`);
  return exitCode.ok;
}

const pathOf = (number: string): string => `/v1/invoices/${encodeURIComponent(number)}/collections`;

const listCollections = (session: Session, number: string): Promise<number> =>
  showList(session, { path: pathOf(number), member: 'collections' }, [
    { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
    { title: 'rail', cell: (one) => textAt(one, 'rail') ?? '' },
    { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
    { title: 'amount', cell: (one) => textAt(one, 'amount') ?? '', align: 'right' },
    { title: 'currency', cell: (one) => textAt(one, 'currency') ?? '' },
    { title: 'since', cell: (one) => textAt(one, 'createdAt') ?? '' },
    { title: 'until', cell: (one) => textAt(one, 'expiresAt') ?? '' },
    { title: 'payment', cell: (one) => textAt(one, 'payment') ?? '' },
    { title: 'because', cell: (one) => textAt(one, 'reason') ?? '' },
  ]);
