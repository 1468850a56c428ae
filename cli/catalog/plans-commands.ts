import type { CommandLine } from '../command-line.ts';
import { listAt, textAt } from '../http/json.ts';
import { showItem, showList } from '../show.ts';
import { applyFile } from './apply.ts';
import { addRateCommand } from './rate-command.ts';

export const plans = { path: '/v1/plans', lanes: 1, noun: 'plan', kept: 'replaced' } as const;

export function addPlanCommands({ program, run }: CommandLine): void {
  const command = program.command('plans').description('What usage costs.');
  command
    .command('apply')
    .description('Create or replace the plans of a file')
    .argument('<file>', 'JSON array, or one object a line: {"key", "versions": […]}')
    .action(run(async (session, file: string) => applyFile(session, file, plans)));
  command
    .command('list')
    .description('All plans')
    .action(
      run(async (session) =>
        showList(session, { path: plans.path, member: 'plans' }, [
          { title: 'key', cell: (plan) => textAt(plan, 'key') ?? '' },
          { title: 'name', cell: (plan) => textAt(plan, 'name') ?? '' },
          { title: 'versions from', cell: (plan) => versionsOf(listAt(plan, 'versions')) },
        ]),
      ),
    );
  command
    .command('get')
    .description('One plan with all its versions')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, plans.path, key)));
  addRateCommand(command, run);
}

const versionsOf = (versions: readonly unknown[]): string =>
  versions.map((version) => textAt(version, 'effectiveFrom') ?? '').join(' ');
