import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { byteSize, counted, duration, grouped } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import type { Session } from '../session.ts';
import { batcher } from './batches.ts';
import { eventsOf } from './event-lines.ts';
import { fractionOf, type InputFile, openInput } from './input-file.ts';
import { rejectionReport } from './rejection-report.ts';
import { eventSender, interrupted, type SendTally } from './sender.ts';

export function addSendCommand({ program, run }: CommandLine): void {
  program
    .command('send')
    .description('Send events from a file of JSON, one event a line. Safe to repeat.')
    .argument('<file>', 'newline-delimited JSON, also gzipped; - for standard input')
    .action(run(send));
}

async function send(session: Session, file: string): Promise<number> {
  const { shell } = session;
  const startedAt = shell.now();
  const tally = await sendFile(session, await openInput(shell, file));
  const { accepted, rejected, rejections } = tally;
  if (session.isJson) {
    const rejectedByCode = Object.fromEntries(tally.rejectedByCode);
    session.printJson({ accepted, rejected, rejectedByCode, rejections });
  } else {
    const took = duration(shell.now() - startedAt);
    shell.out(`${counted(accepted, 'event')} accepted in ${took}\n${rejectionReport(tally)}`);
  }
  return rejected === 0 ? exitCode.ok : exitCode.failed;
}

async function sendFile(session: Session, input: InputFile): Promise<SendTally> {
  const sender = eventSender(session.api(), 'application/json');
  const { tally } = sender;
  const bar = progressBar(session.shell, 'sending');
  const packing = batcher();
  try {
    for await (const events of eventsOf(input, tally)) {
      for (const event of events) await sender.send(packing.add(event));
      const note = `${grouped(tally.accepted)} accepted  ${byteSize(input.bytesRead())}`;
      bar.update({ fraction: fractionOf(input), note });
    }
    await sender.send(packing.rest());
    await sender.finish();
  } catch (error) {
    throw interrupted(error, tally);
  } finally {
    bar.end();
  }
  return tally;
}
