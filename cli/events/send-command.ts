import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject } from '../http/json.ts';
import { byteSize, counted, duration, grouped } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import type { Session } from '../session.ts';
import { systemErrorCode } from '../system-error.ts';
import { batcher } from './batches.ts';
import { fractionOf, type InputFile, openInput } from './input-file.ts';
import { type RawLine, rawLinesOf } from './raw-lines.ts';
import { rejectionReport } from './rejection-report.ts';
import {
  countRejection,
  eventSender,
  interrupted,
  type RejectedEvent,
  type SendTally,
} from './sender.ts';

/** An event may take 32 KB; with white space between its members its line may be longer. */
const lineBytesMax = 262_144;

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
    for await (const lines of rawLinesOf(input.chunks, lineBytesMax)) {
      for (const line of lines) {
        const event = eventTextFrom(line);
        if (event === undefined) continue;
        if ('code' in event) countRejection(tally, event);
        else await sender.send(packing.add(event));
      }
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

/**
 * The text is kept as it stands; it is parsed only so that one bad line cannot spoil a request. Blank lines are
 * nothing.
 */
function eventTextFrom({ bytes, isCut, number: line }: RawLine) {
  const reject = (detail: string): RejectedEvent => ({
    line,
    id: undefined,
    code: 'event.invalid',
    detail,
  });
  if (isCut)
    return reject(`an event takes at most 32 KB, got a line of more than ${lineBytesMax} bytes`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') return undefined;
    if (!isJsonObject(JSON.parse(text))) return reject('one JSON object a line is an event');
    return { line, text };
  } catch (error) {
    if (error instanceof SyntaxError) {
      // Where JSON is on several lines, most of them fail: the first says why.
      const isOpened = line === 1 && /^\s*[[{]\s*$/.test(bytes.toString());
      const advice = isOpened
        ? '; write each event on a line of its own, without a list around'
        : '';
      return reject(`not JSON: ${error.message}${advice}`);
    }
    if (systemErrorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return reject('not UTF-8');
    throw error;
  }
}
