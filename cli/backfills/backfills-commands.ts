import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showItem, showList } from '../show.ts';
import { aTime, timeForms } from '../times.ts';
import { backfillReport } from './backfill-report.ts';

const columns: readonly ItemColumn[] = [
  { title: 'name', cell: (one) => textAt(one, 'name') ?? '' },
  { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
  { title: 'billing', cell: (one) => textAt(one, 'billing') ?? '' },
  { title: 'from', cell: (one) => textAt(one, 'from') ?? '' },
  { title: 'to', cell: (one) => textAt(one, 'to') ?? '' },
  {
    title: 'a second',
    align: 'right',
    cell: (one) => String(numberAt(one, 'eventsPerSecond') ?? ''),
  },
  { title: 'dry run', cell: (one) => (one['dryRun'] === true ? 'yes' : '') },
];

/** What a job is opened with. */
export interface OpenOptions {
  readonly billing: string;
  readonly from: string;
  readonly to: string;
  readonly rate?: string;
  readonly dryRun?: boolean;
}

export const billingOption = (): Option =>
  new Option('--billing <how>', 'as usage that comes late is, or never').choices([
    'adjust',
    'informational',
  ]);

export function addBackfillCommands({ program, run }: CommandLine): void {
  const backfills = program
    .command('backfills')
    .description('Jobs that write events older than are taken otherwise; see `import --backfill`.');
  backfills
    .command('open')
    .description('Open a job. Safe to repeat')
    .argument('<name>', 'of the job: its events are found by it')
    .addOption(billingOption().makeOptionMandatory())
    .requiredOption('--from <time>', `events from then on: ${timeForms}`, aTime)
    .requiredOption('--to <time>', 'events before then', aTime)
    .option('--rate <events>', 'events a second at most (default: 500)')
    .option('--dry-run', 'look at events and count them, write nothing')
    .action(
      run(async (session, name: string, options: OpenOptions) =>
        said(session, await openBackfill(session, name, options)),
      ),
    );
  backfills
    .command('list')
    .description('All jobs, by name')
    .action(
      run(async (session) =>
        showList(session, { path: '/v1/backfills', member: 'backfills' }, columns),
      ),
    );
  backfills
    .command('get')
    .description('One job, and what became of its events')
    .argument('<name>')
    .action(
      run(async (session, name: string) => {
        if (session.isJson) return showItem(session, '/v1/backfills', name);
        return said(session, await backfillAt(session, name));
      }),
    );
  for (const [verb, description] of endings) {
    backfills
      .command(verb)
      .description(description)
      .argument('<name>')
      .action(
        run(async (session, name: string) => said(session, await endBackfill(session, name, verb))),
      );
  }
}

const endings = [
  ['close', 'Close a job, as it has all of its events. Safe to repeat'],
  ['cancel', 'Cancel a job: it takes no more events, and what it wrote stays. Safe to repeat'],
] as const;

const pathOf = (name: string): string => `/v1/backfills/${encodeURIComponent(name)}`;

/** Opens a job, or finds the one that was opened so. */
export async function openBackfill(
  session: Session,
  name: string,
  { billing, from, to, rate, dryRun }: OpenOptions,
): Promise<JsonObject> {
  const body = JSON.stringify({
    ...{ name, billing, from, to, dryRun },
    ...(rate === undefined ? {} : { eventsPerSecond: Number(rate) }),
  });
  const answer = await session.api().call({ method: 'POST', path: '/v1/backfills', body });
  return answer.body as JsonObject;
}

export async function backfillAt(session: Session, name: string): Promise<JsonObject> {
  const { body } = await session.api().call({ method: 'GET', path: pathOf(name) });
  return body as JsonObject;
}

export async function endBackfill(
  session: Session,
  name: string,
  verb: 'close' | 'cancel',
): Promise<JsonObject> {
  const { body } = await session.api().call({ method: 'POST', path: `${pathOf(name)}/${verb}` });
  return body as JsonObject;
}

function said(session: Session, job: JsonObject): number {
  if (session.isJson) session.printJson(job);
  else session.shell.out(backfillReport(job));
  return exitCode.ok;
}
