import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { counted } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showItem, showList } from '../show.ts';
import { aTime, timeForms } from '../times.ts';
import { type AmendOptions, correctionBody, type SelectOptions } from './correction-body.ts';
import { foreseenReport } from './foreseen-report.ts';

const columns: readonly ItemColumn[] = [
  { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
  { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
  { title: 'does', cell: (one) => textAt(one, 'does') ?? '' },
  { title: 'events', align: 'right', cell: (one) => String(numberAt(one, 'corrected') ?? '') },
  { title: 'at', cell: (one) => textAt(one, 'at') ?? '' },
  { title: 'by', cell: (one) => textAt(one, 'by') ?? '' },
  { title: 'reason', cell: (one) => textAt(one, 'reason') ?? '' },
];

interface AskOptions extends SelectOptions, AmendOptions {
  readonly key?: string;
  readonly dryRun?: boolean;
}

interface TakeBackOptions {
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** Which events; a name of one, or what they have in common. */
const selecting = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why, kept with each event')
    .option('--id <id>', 'one event: its id, with --source and --time')
    .option('--time <time>', 'with --id: when it was, to the minute', aTime)
    .option('--source <source>', 'of this source')
    .option(
      '--from <time>',
      `all events from then on that fit the options below: ${timeForms}`,
      aTime,
    )
    .option('--to <time>', 'with --from: before then', aTime)
    .option('--type <type>', 'with --from: of this type')
    .option('--backfill <name>', 'with --from: that this backfill job has written')
    .option('--meter <key>', 'with --from: that this meter reads')
    .option('--subject <subject...>', 'of these subjects')
    .option('--where <field=value...>', 'with --from: whose data has one of the values')
    .option('--key <key>', 'an idempotency key: asked for again with it, nothing more is done')
    .option('--dry-run', 'say what it would do to events, usage and invoices, and do nothing');

export function addCorrectionCommands({ program, run }: CommandLine): void {
  const corrections = program
    .command('corrections')
    .description('Taking usage out that should not count, or amending it.');
  selecting(
    corrections.command('void').description('Take events out: usage and invoices follow'),
  ).action(run(async (session, options: AskOptions) => ask(session, options)));
  selecting(
    corrections
      .command('amend')
      .description('Let events say something else: usage and invoices follow'),
  )
    .option('--to-type <type>', 'what their type is to be')
    .option('--event-data <json>', 'a merge patch of their data, such as {"bytes": 5120}')
    .action(run(async (session, options: AskOptions) => ask(session, options)));
  corrections
    .command('list')
    .description('What was corrected, the last first')
    .action(
      run(async (session) =>
        showList(session, { path: '/v1/corrections', member: 'corrections' }, columns),
      ),
    );
  corrections
    .command('get')
    .description('One correction, and how far it is')
    .argument('<id>')
    .action(run(async (session, id: string) => showItem(session, '/v1/corrections', id)));
  corrections
    .command('take-back')
    .description('Let all that a correction has corrected count as before')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, kept with each event')
    .option('--dry-run', 'say what it would do to events, usage and invoices, and do nothing')
    .action(
      run(async (session, id: string, { reason, dryRun = false }: TakeBackOptions) => {
        if (dryRun) return foresee(session, JSON.stringify({ reason, takesBack: id }));
        const path = `/v1/corrections/${encodeURIComponent(id)}/take-back`;
        const body = JSON.stringify({ reason });
        const answer = await session.api().call({ method: 'POST', path, body });
        return said(session, answer.body);
      }),
    );
}

async function ask(
  session: Session,
  { key = randomUUID(), dryRun = false, ...options }: AskOptions,
): Promise<number> {
  const body = JSON.stringify(correctionBody(options));
  if (dryRun) return foresee(session, body);
  const answer = await session
    .api()
    .call({ method: 'POST', path: '/v1/corrections', body, idempotencyKey: key });
  return said(session, answer.body);
}

async function foresee(session: Session, body: string): Promise<number> {
  const path = '/v1/corrections/dry-run';
  const answer = await session.api().call({ method: 'POST', path, body });
  if (session.isJson) session.printJson(answer.body);
  else session.shell.out(foreseenReport((answer.body ?? {}) as JsonObject));
  return exitCode.ok;
}

function said(session: Session, body: unknown): number {
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${printable(reportOf((body ?? {}) as JsonObject))}\n`);
  return exitCode.ok;
}

function reportOf(one: JsonObject): string {
  const id = textAt(one, 'id') ?? '';
  const corrected = numberAt(one, 'corrected') ?? 0;
  const events = counted(corrected, 'event');
  const left =
    (numberAt(one, 'charged') ?? 0) +
    (numberAt(one, 'unchanged') ?? 0) +
    (numberAt(one, 'settled') ?? 0);
  const others = left === 0 ? '' : `, ${counted(left, 'event')} left as they are`;
  const status = textAt(one, 'status');
  if (status === 'taken-back')
    return `${id}: taken back; ${events} ${corrected === 1 ? 'counts' : 'count'} as before`;
  if (status === 'taking-back')
    return `${id}: being taken back; see farthing corrections get ${id}`;
  if (status !== 'running') return `${id}: ${events} corrected${others}`;
  return `${id}: ${events} so far${others}; see farthing corrections get ${id}`;
}
