import { applyFile } from '../catalog/apply.ts';
import type { CommandLine } from '../command-line.ts';
import { textAt } from '../http/json.ts';
import { showItem, showList } from '../show.ts';
import { showPayeeBalance, showPayeeDocuments } from './payee-account.ts';

export const payees = { path: '/v1/payees', lanes: 8, noun: 'payee', kept: 'replaced' } as const;

export function addPayeeCommands({ program, run }: CommandLine): void {
  const command = program.command('payees').description('Who earns by what is used.');
  command
    .command('apply')
    .description('Create or replace the payees of a file')
    .argument('<file>', 'JSON array, or one object a line: {"key", "name", …}')
    .action(run(async (session, file: string) => applyFile(session, file, payees)));
  command
    .command('list')
    .description('All payees')
    .action(
      run(async (session) =>
        showList(session, { path: payees.path, member: 'payees' }, [
          { title: 'key', cell: (payee) => textAt(payee, 'key') ?? '' },
          { title: 'name', cell: (payee) => textAt(payee, 'name') ?? '' },
          { title: 'country', cell: (payee) => textAt(payee, 'country') ?? '' },
        ]),
      ),
    );
  command
    .command('get')
    .description('One payee')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, payees.path, key)));
  command
    .command('balance')
    .description('What a payee is owed')
    .argument('<key>')
    .action(run(showPayeeBalance));
  command
    .command('documents')
    .description('What the books say of a payee: earned, stated, paid out and claimed')
    .argument('<key>')
    .action(run(showPayeeDocuments));
}
