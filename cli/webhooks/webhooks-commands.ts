import { Option } from 'commander';
import { webhookKindNames } from '../../core/contract/webhooks/kinds.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { listAt, numberAt, textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showItem, showList } from '../show.ts';
import { aTime, timeForms } from '../times.ts';

interface PutOptions {
  readonly url: string;
  readonly events: readonly string[];
  readonly disabled?: true;
}

interface ReplayOptions {
  readonly from?: string;
  readonly event?: string;
  readonly after?: string;
}

export function addWebhookCommands({ program, run }: CommandLine): void {
  const webhooks = program
    .command('webhooks')
    .description('Endpoints that are told what has happened: signed, in order, until they answer.');
  webhooks
    .command('list')
    .description('The endpoints, and what they wait for')
    .action(run(listWebhooks));
  webhooks
    .command('get')
    .description('One endpoint, and what it waits for')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, '/v1/webhooks', key)));
  webhooks
    .command('put')
    .description('Create an endpoint, whose secret is shown once, or change it')
    .argument('<key>', 'what you call it')
    .requiredOption('--url <url>', 'where events are posted to')
    .addOption(
      new Option('--events <kind...>', 'what to send')
        .choices(webhookKindNames)
        .default([...webhookKindNames], 'all'),
    )
    .option('--disabled', 'send nothing for now')
    .action(run(putWebhook));
  webhooks
    .command('deliveries')
    .description('Every attempt of the last 14 days, the latest first')
    .argument('<key>')
    .action(run(listDeliveries));
  webhooks
    .command('replay')
    .description('Send again from somewhere on, or skip: give one of the options')
    .argument('<key>')
    .option('--from <time>', `all from then on: ${timeForms}; now skips all that there is`, nowOr)
    .option('--event <id>', 'an event, and all after it')
    .option('--after <id>', 'all after an event')
    .action(run(replayWebhook));
  webhooks
    .command('rotate')
    .description('Make a new secret; the former ones sign for another day')
    .argument('<key>')
    .action(
      run(async (session, key: string) => showSecret(session, await post(session, key, 'rotate'))),
    );
  webhooks
    .command('test')
    .description('Send a test event now: exit code 1 where it is not taken')
    .argument('<key>')
    .action(run(testWebhook));
}

const pathOf = (key: string): string => `/v1/webhooks/${encodeURIComponent(key)}`;

async function post(
  session: Session,
  key: string,
  action: 'replay' | 'rotate' | 'test',
  body?: object,
): Promise<unknown> {
  const path = `${pathOf(key)}/${action}`;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return (await session.api().call({ method: 'POST', path, ...sent })).body;
}

const listWebhooks = (session: Session): Promise<number> =>
  showList(session, { path: '/v1/webhooks', member: 'webhooks' }, [
    { title: 'key', cell: (one) => textAt(one, 'key') ?? '' },
    { title: 'url', cell: (one) => textAt(one, 'url') ?? '' },
    { title: 'events', cell: (one) => listAt(one, 'events').join(' ') },
    { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
    { title: 'waits for', cell: (one) => textAt(one['failing'], 'event') ?? '' },
    { title: 'because', cell: (one) => textAt(one['failing'], 'reason') ?? '' },
    { title: 'again at', cell: (one) => textAt(one['failing'], 'retryAt') ?? '' },
  ]);

const nowOr = (text: string): string => (text === 'now' ? text : aTime(text));

async function putWebhook(session: Session, key: string, options: PutOptions): Promise<number> {
  const { url, events, disabled } = options;
  const { body } = await session.api().call({
    method: 'PUT',
    path: pathOf(key),
    body: JSON.stringify({ url, events, enabled: disabled !== true }),
  });
  return showSecret(session, body);
}

/** Alone, so that a script can keep it. */
function showSecret(session: Session, body: unknown): number {
  const secret = textAt(body, 'secret');
  if (session.isJson) session.printJson(body);
  else session.shell.out(secret === undefined ? 'changed\n' : `${printable(secret)}\n`);
  if (secret !== undefined && !session.isJson && session.shell.isTerminal) {
    session.shell.err('keep it now: it is not shown again\n');
  }
  return exitCode.ok;
}

const listDeliveries = (session: Session, key: string): Promise<number> =>
  showList(session, { path: `${pathOf(key)}/deliveries`, member: 'deliveries' }, [
    { title: 'time', cell: (one) => textAt(one, 'at') ?? '' },
    { title: 'event', cell: (one) => textAt(one, 'event') ?? '' },
    { title: 'type', cell: (one) => textAt(one, 'type') ?? '' },
    { title: 'attempt', cell: (one) => String(numberAt(one, 'attempt') ?? '') },
    { title: 'outcome', cell: (one) => textAt(one, 'outcome') ?? '' },
    { title: 'answer', cell: answerOf },
    { title: 'ms', cell: (one) => String(numberAt(one, 'milliseconds') ?? '') },
  ]);

const answerOf = (delivery: unknown): string =>
  String(numberAt(delivery, 'status') ?? textAt(delivery, 'reason') ?? '');

async function replayWebhook(
  session: Session,
  key: string,
  options: ReplayOptions,
): Promise<number> {
  if (Object.keys(options).length !== 1) {
    throw usageFailure('give one of --from, --event and --after');
  }
  const body = await post(session, key, 'replay', options);
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${printable(key)} goes on from there\n`);
  return exitCode.ok;
}

async function testWebhook(session: Session, key: string): Promise<number> {
  const body = await post(session, key, 'test');
  const { delivery } = body as { readonly delivery?: unknown };
  const outcome = textAt(delivery, 'outcome') ?? 'failed';
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${outcome}: ${printable(answerOf(delivery))}\n`);
  return outcome === 'delivered' ? exitCode.ok : exitCode.failed;
}
