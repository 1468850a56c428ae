import { billingOption } from '../backfills/backfills-commands.ts';
import { type BackfillOptions, importBackfill } from '../backfills/import-backfill.ts';
import { setClock } from '../clock/clock-commands.ts';
import type { CommandLine } from '../command-line.ts';
import { batcher } from '../events/batches.ts';
import { eventsOf } from '../events/event-lines.ts';
import { fractionOf, type InputFile, openInput } from '../events/input-file.ts';
import { eventSender, interrupted, type SendTally } from '../events/sender.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { byteSize, grouped } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import type { Session } from '../session.ts';
import { aTime, timeForms } from '../times.ts';
import { formatNames, type LineReader, lineReader } from './read-line.ts';
import { isUnreadable, logReader } from './read-log.ts';
import { importAnswer, importReport } from './summary.ts';

interface ImportOptions extends BackfillOptions {
  readonly site?: string;
  readonly backfill?: boolean;
  readonly format?: string;
  readonly assets?: boolean;
  readonly ranges?: boolean;
  readonly setClock?: boolean;
}

const SITE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

export function addImportCommand({ program, run }: CommandLine): void {
  program
    .command('import')
    .description('Send the requests in a web server’s access log as events. Safe to repeat.')
    .argument(
      '<file>',
      'the log, also gzipped; - for standard input; with --backfill and without --site, events, one a line',
    )
    .option('--site <name>', 'where the log is from: letters, digits and . _ : -')
    .option(
      '--format <format>',
      `what the lines are, where they are not to be recognised: ${formatNames.join(', ')}, or nginx’s or Apache’s own format string`,
    )
    .option(
      '--ranges',
      'count each range of a file (206), and not one download per client, path and day',
    )
    .option('--assets', 'send images, styles, scripts and the like too, as `asset`')
    .option('--set-clock', 'local stack only: first move its clock to the last request in the log')
    .option(
      '--dry-run',
      'read and count, send nothing; with --backfill, say what usage would become',
    )
    .option('--backfill', 'write older events under a job')
    .option('--job <name>', 'with --backfill: the name of the job')
    .addOption(billingOption())
    .option('--from <time>', `with --backfill: events from then on: ${timeForms}`, aTime)
    .option('--to <time>', 'with --backfill: events before then', aTime)
    .option('--rate <events>', 'with --backfill: events a second at most (default: 500)')
    .option('--keep-open', 'with --backfill: do not close the job, as more is to come')
    .addHelpText('after', `\n${rulesHelp}`)
    .action(run(importLog));
}

const rulesHelp = `Each line is recognised by its own shape: Common and Combined Log Format,
Apache's vhost_combined, nginx's main, Traefik's, each also with a
forwarded-for list for the client and behind a syslog prefix; logs of AWS load
balancers and S3; W3C (CloudFront, IIS); JSON of Caddy and Traefik.

Only delivered requests count: status 2xx or 304, not HEAD or OPTIONS. Each
becomes an event with the client's host as its subject, the line's time, data
{path, bytes, status} (path without the query string), and one of these types:
  api.call   the path is under /api/, or the method is not GET
  download   pdf zip gz tar exe mp3 mp4 csv docx epub … by extension
  view       no extension, html htm php txt md
  asset      anything else, with --assets
Ranges of one file (206) are one event per client, path and UTC day, without
bytes; with --ranges each is one. The id is the SHA-256 of the line, so
importing a log again, or in another order, changes nothing.`;

async function importLog(session: Session, file: string, options: ImportOptions): Promise<number> {
  const { shell } = session;
  if (options.backfill === true) return importOlder(session, file, options);
  const settings = settingsOf(options);
  if (options.setClock === true) await setClockFor(session, file, settings);
  const log = logReader(settings);
  const input = await openInput(shell, file);
  const sent =
    options.dryRun === true
      ? await countEvents(session, log, input)
      : await sendEvents(session, log, input);
  if (session.isJson) session.printJson(importAnswer(log.tally, sent));
  else shell.out(importReport(log.tally, sent));
  if (isUnreadable(log.tally)) return exitCode.failed;
  return sent === undefined || sent.rejected === 0 ? exitCode.ok : exitCode.failed;
}

/** A log of a site, or events as they are. */
async function importOlder(session: Session, file: string, options: ImportOptions) {
  if (options.setClock === true) throw usageFailure('take --backfill or --set-clock, not both');
  const log = options.site === undefined ? undefined : logReader(settingsOf(options));
  const input = await openInput(session.shell, file);
  const events = (tally: SendTally) =>
    log === undefined ? eventsOf(input, tally) : log.events(input);
  return importBackfill(session, { input, events }, options);
}

function settingsOf({ site, assets, ranges, format }: ImportOptions) {
  if (site === undefined) {
    throw usageFailure(
      "required option '--site <name>' not specified; files of events have none: `send`, or `import --backfill`",
    );
  }
  if (!SITE.test(site)) {
    throw usageFailure(
      `--site takes up to 128 letters, digits and . _ : - and starts with one of the first two, got ${JSON.stringify(site)}`,
    );
  }
  return {
    site,
    withAssets: assets === true,
    withRanges: ranges === true,
    lineReader: () => readerFor(format),
  };
}

function readerFor(format: string | undefined): LineReader {
  const read = lineReader(format);
  if (typeof read === 'function') return read;
  throw usageFailure(`--format: ${read.problem}`);
}

async function sendEvents(
  session: Session,
  log: ReturnType<typeof logReader>,
  input: InputFile,
): Promise<SendTally> {
  const sender = eventSender(session.api(), 'application/cloudevents-batch+json');
  const bar = importBar(session, 'importing', input);
  const packing = batcher();
  try {
    for await (const events of log.events(input)) {
      for (const event of events) await sender.send(packing.add(event));
      bar.update(`${grouped(sender.tally.accepted)} accepted`);
    }
    await sender.send(packing.rest());
    await sender.finish();
    return sender.tally;
  } catch (error) {
    throw interrupted(error, sender.tally);
  } finally {
    bar.end();
  }
}

async function countEvents(
  session: Session,
  log: ReturnType<typeof logReader>,
  input: InputFile,
): Promise<undefined> {
  const bar = importBar(session, 'reading', input);
  try {
    for await (const _ of log.events(input)) bar.update(`${grouped(log.tally.events)} events`);
  } finally {
    bar.end();
  }
  return undefined;
}

/** The acceptance window holds for old logs too: it is the clock that moves. */
async function setClockFor(
  session: Session,
  file: string,
  settings: Parameters<typeof logReader>[0],
): Promise<void> {
  if (file === '-') {
    throw usageFailure(
      '--set-clock reads the log twice, which standard input does not allow: name a file',
    );
  }
  const log = logReader(settings);
  await countEvents(session, log, await openInput(session.shell, file));
  const { latest } = log.tally;
  if (latest === undefined) return;
  const now = await setClock(session, new Date(latest).toISOString());
  if (!session.isJson) {
    session.shell.err(
      `the test clock is now at ${now}; \`${session.farthing} clock reset\` brings it back\n`,
    );
  }
}

function importBar({ shell }: Session, label: string, input: InputFile) {
  const bar = progressBar(shell, label);
  return {
    update(note: string): void {
      bar.update({ fraction: fractionOf(input), note: `${byteSize(input.bytesRead())}  ${note}` });
    },
    end: () => {
      bar.end();
    },
  };
}
