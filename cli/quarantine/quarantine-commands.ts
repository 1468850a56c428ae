import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showItem, showList } from '../show.ts';
import { actOnMany, type EntriesOptions } from './many-entries.ts';

const quarantineStatuses = ['open', 'closed', 'retried', 'dismissed'] as const;

const reasonOption = (does: string): Option =>
  new Option('--of <reason>', does).choices(['conflict', 'too-old']);

/** All open entries that fit the options, instead of one. */
const many = (command: Command): Command =>
  command
    .option('--all', 'all open entries that fit the options below, instead of one')
    .addOption(reasonOption('with --all: only of this reason'))
    .option('--source <source>', 'with --all: only events of this source')
    .option('--type <type>', 'with --all: only events of this type')
    .option('--subject <subject>', 'with --all: only events of this subject');

interface ManyOptions extends EntriesOptions {
  readonly all?: boolean;
}

/** Whether all are meant; refuses both, and neither. */
function isForAll(id: string | undefined, { all = false }: ManyOptions): boolean {
  if ((id === undefined) === all) return all;
  throw new Failure('name one entry, or say --all', exitCode.usage);
}

interface DismissOptions extends ManyOptions {
  readonly reason: string;
}

export function addQuarantineCommands({ program, run }: CommandLine): void {
  const quarantine = program
    .command('quarantine')
    .description('Events that were accepted but could not be counted.');
  quarantine
    .command('list')
    .description('What is there, and why')
    .addOption(new Option('--status <status>', 'only these').choices([...quarantineStatuses]))
    .addOption(reasonOption('only of this reason'))
    .action(
      run(async (session, { status, of: reason }: { status?: string; of?: string }) =>
        showList(
          session,
          { path: '/v1/quarantine', member: 'entries', query: { status, reason } },
          [
            { title: 'id', cell: (entry) => textAt(entry, 'id') ?? '' },
            { title: 'reason', cell: (entry) => textAt(entry, 'reason') ?? '' },
            { title: 'source', cell: (entry) => textAt(entry['event'], 'source') ?? '' },
            { title: 'event', cell: (entry) => textAt(entry['event'], 'id') ?? '' },
            { title: 'time', cell: (entry) => textAt(entry['event'], 'time') ?? '' },
            { title: 'status', cell: (entry) => textAt(entry, 'status') ?? '' },
          ],
        ),
      ),
    );
  quarantine
    .command('get')
    .description('One entry, with its event')
    .argument('<id>')
    .action(run(async (session, id: string) => showItem(session, '/v1/quarantine', id)));
  many(
    quarantine
      .command('retry')
      .description('Send an entry’s event through again, however old it is; or those of many')
      .argument('[id]'),
  ).action(
    run(async (session, id: string | undefined, { all: _, ...options }: ManyOptions) =>
      isForAll(id, { all: _ ?? false })
        ? actOnMany(session, 'retry', options)
        : act(session, id ?? '', 'retry', {}),
    ),
  );
  many(
    quarantine
      .command('dismiss')
      .description('Close an entry without counting its event; or many')
      .argument('[id]')
      .requiredOption('--reason <text>', 'why, for whoever audits it'),
  ).action(
    run(async (session, id: string | undefined, { all: _, ...options }: DismissOptions) =>
      isForAll(id, { all: _ ?? false })
        ? actOnMany(session, 'dismiss', options)
        : act(session, id ?? '', 'dismiss', { reason: options.reason }),
    ),
  );
}

async function act(
  session: Session,
  id: string,
  action: 'retry' | 'dismiss',
  body: JsonObject,
): Promise<number> {
  const answer = await session.api().call({
    method: 'POST',
    path: `/v1/quarantine/${encodeURIComponent(id)}/${action}`,
    body: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  if (session.isJson) session.printJson(answer.body ?? {});
  else session.shell.out(`${printable(id)}: ${action === 'retry' ? 'sent again' : 'dismissed'}\n`);
  return exitCode.ok;
}
