import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { type Examination, examine } from './examine.ts';

interface DoctorOptions {
  readonly stack?: string;
}

const stackDefault = 'Farthing';

export function addDoctorCommand({ program, run }: CommandLine): void {
  program
    .command('doctor')
    .description(
      'Whether an AWS account is ready for a deploy, and what is deployed can run: exit code 3 when something is to be done first',
    )
    .addOption(
      new Option('--stack <name>', `farthing:stackName; else FARTHING_STACK, else ${stackDefault}`),
    )
    .action(run(async (session, options: DoctorOptions) => doctor(session, options)));
}

async function doctor(session: Session, { stack }: DoctorOptions): Promise<number> {
  // Clients of AWS take long to load, and few commands need them.
  const { awsAccount } = await import('./aws-account.ts');
  using account = awsAccount();
  const name = stack ?? session.shell.environment['FARTHING_STACK'] ?? stackDefault;
  const examined = await examine(account, name);
  if (session.isJson) session.printJson({ stack: name, examined });
  else session.shell.out(reportOf(examined));
  return examined.some(({ standing }) => standing === 'fails') ? exitCode.difference : exitCode.ok;
}

function reportOf(examined: readonly Examination[]): string {
  const rows = examined.map(({ what, standing, found }) => [what, standing, found]);
  const actions = examined
    .filter(({ action }) => action !== '')
    .map(({ what, action }) => `${printable(`${what}: ${action}`)}\n`);
  const titles = ['what', 'is', 'found'];
  return `${table(
    titles.map((title) => ({ title })),
    rows,
  )}${actions.join('')}`;
}
