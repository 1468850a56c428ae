import { Option } from 'commander';
import { isTimeZone, type TallyFile, tallyEvents } from '../../core/tallies/tally-event.ts';
import { type TallyColumns, tallyRows } from '../../core/tallies/tally-rows.ts';
import type { CommandLine } from '../command-line.ts';
import { batcher } from '../events/batches.ts';
import { fractionOf, openInput } from '../events/input-file.ts';
import { rejectionReport } from '../events/rejection-report.ts';
import { eventSender, interrupted, type SendTally } from '../events/sender.ts';
import { exitCode, usageFailure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { counted, grouped } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { readTallies, type TalliesRead } from './read-tallies.ts';
import { refuseBehind, replacedBy } from './refuse-contradictions.ts';
import { refuseOutOfTime } from './refuse-out-of-time.ts';
import { replaceTallies } from './replace-tallies.ts';

interface TallyOptions {
  readonly source: string;
  readonly type?: string;
  readonly value: readonly string[];
  readonly revision: string;
  readonly reason?: string;
  readonly timezone: string;
  readonly dryRun?: boolean;
}

export function addTallyCommands({ program, run }: CommandLine): void {
  const tallies = program
    .command('tallies')
    .description('Usage that another system has added up by the day, such as a warehouse.');
  tallies
    .command('send')
    .description('Send a file of them, whole or not at all. Safe to repeat')
    .argument('<file>', 'CSV with the columns day, subject and count or sum, also gzipped')
    .requiredOption('--source <source>', 'who has added up, such as urn:warehouse')
    .option('--type <type>', 'what was used, where there is no column type')
    .addOption(
      new Option(
        '--value <column...>',
        'what was added up; every other column is a dimension',
      ).default(['count', 'sum'], 'count, sum'),
    )
    .option('--revision <number>', 'from 2 on: takes the place of lower ones, for whole days', '1')
    .option('--reason <text>', 'with a revision from 2 on: why')
    .option('--timezone <zone>', 'whose days they are', 'UTC')
    .option('--dry-run', 'read it and say what it comes to, send nothing')
    .action(
      run(async (session, file: string, options: TallyOptions) => send(session, file, options)),
    );
}

async function send(session: Session, name: string, options: TallyOptions): Promise<number> {
  const { shell } = session;
  const columns = { type: options.type, values: options.value };
  const file = fileFrom(options);
  const read = await readTallies(shell, name, columns);
  const isFirst = file.revision === 1;
  if (options.dryRun === true) {
    const replaced = isFirst ? 0 : await foreseen(session.api(), file, read);
    return told(session, { read, replaced, sent: undefined });
  }
  const { reason = '' } = options;
  const api = session.api();
  if (isFirst) {
    await refuseOutOfTime(api, file, read);
    await refuseBehind(api, file, read);
  } else await foreseen(api, file, read);
  const takeOut = async (): Promise<number> =>
    isFirst ? 0 : replaceTallies({ api, shell, reason }, file, read);
  const before = await takeOut();
  const sent = await sendAll(session, name, { columns, file });
  // What was in a queue a moment ago may be there now.
  const replaced = before + (await takeOut());
  return told(session, { read, replaced, sent });
}

/** How many tallies a revision takes the place of. Throws a `Failure` for all that keeps it from being sent. */
async function foreseen(api: Api, file: TallyFile, read: TalliesRead): Promise<number> {
  await refuseOutOfTime(api, file, read);
  return replacedBy(api, file, read);
}

const REVISION = /^(?:[1-9]\d?|100)$/;

function fileFrom({ source, revision, reason, timezone: timeZone }: TallyOptions): TallyFile {
  if (!REVISION.test(revision)) {
    throw usageFailure(`--revision takes a whole number from 1 to 100, got ${revision}`);
  }
  const number = Number.parseInt(revision, 10);
  if (number > 1 && reason === undefined) {
    throw usageFailure('say --reason: what lower revisions have of these days is taken out');
  }
  if (!isTimeZone(timeZone)) {
    throw usageFailure(`name an IANA time zone, such as Europe/Paris, got ${timeZone}`);
  }
  return { source, revision: number, timeZone };
}

async function sendAll(
  session: Session,
  name: string,
  { columns, file }: { readonly columns: TallyColumns; readonly file: TallyFile },
): Promise<SendTally> {
  const sender = eventSender(session.api(), 'application/json');
  const input = await openInput(session.shell, name);
  const bar = progressBar(session.shell, 'sending');
  const packing = batcher();
  const eventOf = tallyEvents(file);
  try {
    for await (const row of tallyRows(input.chunks, columns)) {
      if ('detail' in row) throw usageFailure(`${name} has changed while it was read`);
      await sender.send(packing.add({ line: row.line, text: JSON.stringify(eventOf(row)) }));
      const note = `${grouped(sender.tally.accepted)} accepted`;
      bar.update({ fraction: fractionOf(input), note });
    }
    await sender.send(packing.rest());
    await sender.finish();
  } catch (error) {
    throw interrupted(error, sender.tally);
  } finally {
    bar.end();
  }
  return sender.tally;
}

function told(
  session: Session,
  {
    read,
    replaced,
    sent,
  }: {
    readonly read: TalliesRead;
    readonly replaced: number;
    readonly sent: SendTally | undefined;
  },
): number {
  const { tallies, days, sums } = read;
  const distinct = new Set([...days.values()].flatMap((of) => [...of])).size;
  if (session.isJson) {
    const { accepted = 0, rejected = 0, rejections = [] } = sent ?? {};
    session.printJson({ tallies, days: distinct, sums, replaced, accepted, rejected, rejections });
  } else {
    const comeTo = Object.entries(sums).map(
      ([column, sum]) => `${printable(column)} ${grouped(sum)}`,
    );
    const became = sent === undefined ? 'nothing was sent' : `${grouped(sent.accepted)} accepted`;
    session.shell.out(
      `${counted(tallies, 'row')} of ${counted(distinct, 'day')}: ${comeTo.join(', ')}\n${outOf(replaced, sent)}${became}\n`,
    );
    if (sent !== undefined) session.shell.out(rejectionReport(sent));
  }
  return (sent?.rejected ?? 0) === 0 ? exitCode.ok : exitCode.failed;
}

function outOf(replaced: number, sent: SendTally | undefined): string {
  if (replaced === 0) return '';
  const does = sent === undefined ? 'would be taken out' : 'taken out';
  return `${counted(replaced, 'event')} of lower revisions ${does}\n`;
}
