const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** One line as it stands in the file, without its line end (LF or CRLF). */
export interface RawLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** The line was longer than the limit: `bytes` holds its beginning only. */
  readonly isCut: boolean;
  /** False for a last line without a line end, which may still be being written. */
  readonly isEnded: boolean;
}

/**
 * Splits chunks into lines, some per turn. Holds one chunk and one line of at most `lineBytesMax`, however long the
 * lines are.
 */
export async function* rawLinesOf(
  chunks: AsyncIterable<Uint8Array>,
  lineBytesMax: number,
): AsyncGenerator<readonly RawLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  let restIsCut = false;
  let number = 0;

  const keep = (piece: Buffer): void => {
    restIsCut ||= rest.length + piece.length > lineBytesMax;
    const kept = piece.subarray(0, lineBytesMax - rest.length);
    rest = rest.length === 0 ? kept : Buffer.concat([rest, kept]);
  };
  const take = (isEnded: boolean): RawLine => {
    const end = isEnded && rest.at(-1) === CARRIAGE_RETURN ? rest.length - 1 : rest.length;
    const line = { number: ++number, bytes: rest.subarray(0, end), isCut: restIsCut, isEnded };
    rest = Buffer.alloc(0);
    restIsCut = false;
    return line;
  };

  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: RawLine[] = [];
    let start = 0;
    for (let end = buffer.indexOf(LINE_FEED); end !== -1; end = buffer.indexOf(LINE_FEED, start)) {
      keep(buffer.subarray(start, end));
      lines.push(take(true));
      start = end + 1;
    }
    keep(buffer.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [take(false)];
}
