import { batcher, type EventText } from '../events/batches.ts';
import { fractionOf, type InputFile } from '../events/input-file.ts';
import { rejectionReport } from '../events/rejection-report.ts';
import { eventSender, interrupted, type SendTally } from '../events/sender.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { type JsonObject, numberAt, textAt } from '../http/json.ts';
import { byteSize, counted, grouped } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import type { Session } from '../session.ts';
import { backfillReport } from './backfill-report.ts';
import { backfillAt, endBackfill, openBackfill } from './backfills-commands.ts';
import { wouldBecome, wouldBecomeTable } from './would-become.ts';

/** Under which job a file is imported, and how that is opened. */
export interface BackfillOptions {
  readonly job?: string;
  readonly billing?: string;
  readonly from?: string;
  readonly to?: string;
  readonly rate?: string;
  readonly dryRun?: boolean;
  readonly keepOpen?: boolean;
}

/** What is imported: its events, some a turn. */
export interface BackfilledFile {
  readonly input: InputFile;
  events(tally: SendTally): AsyncIterable<readonly EventText[]>;
}

/** Imports a file under a job: opens it, or goes on with it, and closes it once all is written. */
export async function importBackfill(
  session: Session,
  file: BackfilledFile,
  options: BackfillOptions,
): Promise<number> {
  const { name, job } = await jobOf(session, options);
  const tally = await sendEvents(session, file, {
    name,
    rate: numberAt(job, 'eventsPerSecond') ?? 1,
  });
  const isDone = options.dryRun === true || (tally.rejected === 0 && options.keepOpen !== true);
  const done =
    isDone && textAt(job, 'status') === 'open'
      ? await endBackfill(session, name, 'close')
      : await backfillAt(session, name);
  const becomes = options.dryRun === true ? await wouldBecome(session.api(), done) : undefined;
  if (session.isJson) {
    session.printJson({
      sent: sentAnswer(tally),
      job: done,
      ...(becomes === undefined ? {} : { becomes }),
    });
  } else {
    const parts = [
      backfillReport(done),
      wouldBecomeTable(becomes ?? []),
      rejectionReport(tally),
      openHint(session, done, options),
    ];
    session.shell.out(parts.filter((part) => part !== '').join('\n'));
  }
  return tally.rejected === 0 ? exitCode.ok : exitCode.failed;
}

const sentAnswer = ({ rejectedByCode, ...counts }: SendTally) => ({
  ...counts,
  rejectedByCode: Object.fromEntries(rejectedByCode),
});

function openHint(session: Session, job: JsonObject, { keepOpen }: BackfillOptions): string {
  if (textAt(job, 'status') !== 'open' || keepOpen === true) return '';
  const name = textAt(job, 'name') ?? '';
  return `the job is still open: correct what was rejected and import it, or \`${session.farthing} backfills close ${name}\`\n`;
}

async function jobOf(
  session: Session,
  options: BackfillOptions,
): Promise<{ readonly name: string; readonly job: JsonObject }> {
  const { job: name, billing, from, to, rate, dryRun } = options;
  if (name === undefined) throw usageFailure('--backfill: say under which job by --job <name>');
  if (billing === undefined || from === undefined || to === undefined) {
    const isOpening = [billing, from, to, dryRun].some((one) => one !== undefined);
    if (!isOpening) return { name, job: await backfillAt(session, name) };
    throw usageFailure('--backfill: say --billing, --from and --to of the job, all three');
  }
  const asked = { billing, from, to, ...(rate === undefined ? {} : { rate }) };
  if (dryRun !== true) return { name, job: await openBackfill(session, name, asked) };
  // Each one is counted by itself, whatever was tried before under the name.
  const tried = `${name.slice(0, 48)}.try-${session.shell.now().toString(36)}`;
  return { name: tried, job: await openBackfill(session, tried, { ...asked, dryRun }) };
}

/** One request after the other: what is faster than the job takes is answered when to ask again. */
async function sendEvents(
  session: Session,
  { input, events }: BackfilledFile,
  { name, rate }: { readonly name: string; readonly rate: number },
): Promise<SendTally> {
  const path = `/v1/backfills/${encodeURIComponent(name)}/events`;
  const sender = eventSender(session.api(), 'application/json', { path, requestsMax: 1 });
  const { tally } = sender;
  const bar = progressBar(session.shell, 'importing');
  const packing = batcher();
  const send = async (batch: ReturnType<typeof packing.add>): Promise<void> => {
    if (batch === undefined) return;
    await sender.send(batch);
    bar.update({ fraction: fractionOf(input), note: noteOf(tally, input, rate) });
  };
  try {
    for await (const some of events(tally))
      for (const event of some) await send(packing.add(event));
    await send(packing.rest());
    await sender.finish();
  } catch (error) {
    throw toBeGoneOn(interrupted(error, tally), name);
  } finally {
    bar.end();
  }
  return tally;
}

const noteOf = ({ accepted, repeated, rejected }: SendTally, input: InputFile, rate: number) =>
  [
    `${grouped(accepted)} written`,
    ...(repeated === 0 ? [] : [`${grouped(repeated)} there already`]),
    ...(rejected === 0 ? [] : [`${grouped(rejected)} refused`]),
    `${byteSize(input.bytesRead())}, held to ${counted(rate, 'event')} a second`,
  ].join('  ');

function toBeGoneOn(error: unknown, name: string): unknown {
  if (!(error instanceof Failure)) return error;
  const how = `Job ${name} knows what it has: the same import goes on where this one ended`;
  return new Failure(`${error.message}\n${how}`, error.exitCode);
}
