import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { numberAt } from '../http/json.ts';
import type { Session } from '../session.ts';
import { showItemAt } from '../show.ts';
import { oneObjectIn } from './apply.ts';
import { putLogo } from './logo-command.ts';

const path = '/v1/billing-settings';

export function addSettingsCommands({ program, run }: CommandLine): void {
  const command = program
    .command('settings')
    .description('How invoices are made: seller, taxes, numbers, terms, default plan.');
  command
    .command('apply')
    .description('Set them as a file says; what it leaves out takes its default')
    .argument('<file>', 'one JSON object: {"seller": {"name": …}, …}')
    .action(run(async (session, file: string) => apply(session, file)));
  command
    .command('get')
    .description('As they are')
    .action(run(async (session) => showItemAt(session, path)));
  command
    .command('logo')
    .description('Have a picture on PDFs: it is kept, and the settings name it')
    .argument('<file>', 'a PNG or a JPEG, or - for standard input')
    .action(run(async (session, file: string) => putLogo(session, file)));
}

async function apply(session: Session, file: string): Promise<number> {
  const settings = await appliedSettings(session, file);
  if (session.isJson) session.printJson(settings);
  return exitCode.ok;
}

/** Sets them as a file says, and tells people so; answers them as they are then. */
export async function appliedSettings(session: Session, file: string): Promise<unknown> {
  // What `get` shows can be changed and sent back.
  const { revision: _, ...settings } = await oneObjectIn(session.shell, file);
  const body = JSON.stringify(settings);
  const answer = await session.api().call({ method: 'PUT', path, body });
  if (!session.isJson) {
    const revision = numberAt(answer.body, 'revision') ?? 1;
    session.shell.out(`billing settings as in ${file}, revision ${revision}\n`);
  }
  return answer.body;
}
