import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';

const quarantineStatuses = ['open', 'closed', 'retried', 'dismissed'] as const;

interface DismissOptions {
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
    .action(
      run(async (session, { status }: { status?: string }) =>
        showList(session, { path: '/v1/quarantine', member: 'entries', query: { status } }, [
          { title: 'id', cell: (entry) => textAt(entry, 'id') ?? '' },
          { title: 'reason', cell: (entry) => textAt(entry, 'reason') ?? '' },
          { title: 'source', cell: (entry) => textAt(entry['event'], 'source') ?? '' },
          { title: 'event', cell: (entry) => textAt(entry['event'], 'id') ?? '' },
          { title: 'time', cell: (entry) => textAt(entry['event'], 'time') ?? '' },
          { title: 'status', cell: (entry) => textAt(entry, 'status') ?? '' },
        ]),
      ),
    );
  quarantine
    .command('retry')
    .description('Send an entry’s event through again, however old it is')
    .argument('<id>')
    .action(run(async (session, id: string) => act(session, id, 'retry', {})));
  quarantine
    .command('dismiss')
    .description('Close an entry without counting its event')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for whoever audits it')
    .action(
      run(async (session, id: string, { reason }: DismissOptions) =>
        act(session, id, 'dismiss', { reason }),
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
