import { isJsonObject } from '../http/json.ts';
import { systemErrorCode } from '../system-error.ts';
import type { EventText } from './batches.ts';
import type { InputFile } from './input-file.ts';
import { type RawLine, rawLinesOf } from './raw-lines.ts';
import { countRejection, type RejectedEvent, type SendTally } from './sender.ts';

/** An event may take 32 KB; with white space between its members its line may be longer. */
const lineBytesMax = 262_144;

/** The events of a file of JSON, one a line, some lines a turn; lines that are none are counted as rejected. */
export async function* eventsOf(
  input: InputFile,
  tally: SendTally,
): AsyncGenerator<readonly EventText[]> {
  for await (const lines of rawLinesOf(input.chunks, lineBytesMax)) {
    const events: EventText[] = [];
    for (const line of lines) {
      const event = eventTextFrom(line);
      if (event === undefined) continue;
      if ('code' in event) countRejection(tally, event);
      else events.push(event);
    }
    yield events;
  }
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
