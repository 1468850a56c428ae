import { CsvError, parse } from 'csv-parse';
import { through } from './through.ts';

/** A row of a file: what another system has added up of somebody's day. */
export interface TallyRow {
  readonly line: number;
  readonly day: string;
  readonly subject: string;
  readonly type: string;
  /** What was added up, by column: decimals as they were written. */
  readonly values: Readonly<Record<string, string>>;
  /** What it was added up by, by column. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A row that is none. */
export interface TallyFault {
  readonly line: number;
  readonly detail: string;
}

export interface TallyColumns {
  /** Of all rows, where there is no column for it. */
  readonly type: string | undefined;
  /** The columns that were added up; all others but day, subject and type are dimensions. */
  readonly values: readonly string[];
}

const rowBytesMax = 32 * 1024;
/** As an event may have; a row is the most of its event. */
const nameBytesMax = 1_024;
const eventBytesMax = 28 * 1024;
const CONTROL = /\p{Cc}/u;
const OWN = ['day', 'subject', 'type'];
const RESERVED = ['revision', '__proto__'];

/**
 * The rows of a CSV file (RFC 4180) with a line of titles, each checked. The last one is a fault where the file is no
 * such file, or lacks a column that all rows need.
 */
export async function* tallyRows(
  chunks: AsyncIterable<Uint8Array>,
  columns: TallyColumns,
): AsyncGenerator<TallyRow | TallyFault> {
  const parser = parse({
    ...{ bom: true, info: true, max_record_size: rowBytesMax, skip_empty_lines: true },
    columns: (titles: readonly string[]) => {
      const detail = titlesFault(titles, columns);
      if (detail !== undefined) throw new TitlesFault(detail);
      return [...titles];
    },
  });
  try {
    for await (const { record, info } of through<Parsed>(parser, inUtf8(chunks))) {
      yield rowFrom(record, info.lines, columns);
    }
  } catch (error) {
    if (error instanceof TitlesFault) yield { line: 1, detail: error.message };
    else if (error instanceof NotUtf8) yield { line: error.line, detail: error.message };
    else if (error instanceof CsvError) {
      const detail = `write it as CSV (RFC 4180), in UTF-8: ${error.message}`;
      yield { line: parser.info.lines, detail };
    } else throw error;
  }
}

/** What keeps all rows from being read; it leaves the parser as an error. */
class TitlesFault extends Error {}

/** Bytes of another encoding: read as UTF-8, names of different subjects could become one. */
class NotUtf8 extends Error {
  readonly line: number;

  constructor(line: number) {
    super('write it in UTF-8: the line has bytes that are not');
    this.line = line;
  }
}

/** The same chunks, as long as they are UTF-8. */
async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  const look = (chunk: Uint8Array | undefined): void => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      const [before = ''] = Buffer.from(chunk ?? [])
        .toString('utf8')
        .split('\u{fffd}', 1);
      throw new NotUtf8(line + before.split('\n').length - 1);
    }
  };
  for await (const chunk of chunks) {
    look(chunk);
    line += lineFeedsIn(chunk);
    yield chunk;
  }
  look(undefined);
}

function lineFeedsIn(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1))
    count += 1;
  return count;
}

const LINE_FEED = 10;

interface Parsed {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function titlesFault(
  titles: readonly string[],
  { type, values }: TallyColumns,
): string | undefined {
  const got = titles.join(', ');
  const parting = otherParting(titles);
  if (parting !== undefined) return parting;
  const needed = ['day', 'subject', ...(type === undefined ? ['type'] : [])];
  const lacks = needed.find((name) => !titles.includes(name));
  if (lacks !== undefined) {
    const hint = lacks === 'type' ? ', or say the type of all rows' : '';
    return `add a column ${lacks}${hint}: the first line has ${got}`;
  }
  const twice = titles.find((name, index) => titles.indexOf(name) !== index);
  if (twice !== undefined) return `give each column a name of its own, got ${twice} twice`;
  const reserved = titles.find((name) => RESERVED.includes(name));
  if (reserved !== undefined) return `call the column ${reserved} otherwise`;
  if (titles.some((name) => values.includes(name))) return undefined;
  return `add a column that was added up, ${values.join(' or ')}; the first line has ${got}`;
}

/** As spreadsheets write it where a comma is for decimals. */
function otherParting([first = '', ...others]: readonly string[]): string | undefined {
  if (others.length > 0 || !/[;\t]/.test(first)) return undefined;
  const got = first.includes(';') ? 'semicolons' : 'tabs';
  return `separate columns with commas: the first line has ${got}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Meters read at most 24 digits before the point. */
const WHOLE = /^\d{1,24}$/;
const DECIMAL = /^-?\d{1,24}(?:\.\d{1,12})?$/;

function rowFrom(
  record: Parsed['record'],
  line: number,
  columns: TallyColumns,
): TallyRow | TallyFault {
  const { day = '', subject = '', type = columns.type ?? '' } = record;
  if (!isDay(day)) return { line, detail: `write the day as YYYY-MM-DD, got ${shown(day)}` };
  const wrong = unfit({ subject, type }, record);
  if (wrong !== undefined) return { line, detail: wrong };
  const given = Object.entries(record).filter(([name, text]) => text !== '' && !OWN.includes(name));
  const values = given.filter(([name]) => columns.values.includes(name));
  if (values.length === 0) {
    return { line, detail: `say what was added up: ${columns.values.join(' or ')}` };
  }
  for (const [name, text] of values) {
    const form = name === 'count' ? WHOLE : DECIMAL;
    if (form.test(text)) continue;
    const what = name === 'count' ? 'a whole number' : 'a decimal of at most 12 places';
    return { line, detail: `write ${name} as ${what}, without separators, got ${shown(text)}` };
  }
  const dimensions = given.filter(([name]) => !columns.values.includes(name));
  return {
    ...{ line, day, subject, type },
    values: Object.fromEntries(values),
    dimensions: Object.fromEntries(dimensions),
  };
}

/** What intake would refuse of a row, after others of its file are there. */
function unfit(
  names: { readonly subject: string; readonly type: string },
  record: object,
): string | undefined {
  if (names.subject === '') return 'say the subject, who used it';
  if (names.type === '') return 'say the type, what was used';
  for (const [name, text] of Object.entries(names)) {
    const bytes = Buffer.byteLength(text);
    if (bytes > nameBytesMax)
      return `write the ${name} in at most ${nameBytesMax} bytes, got ${bytes}`;
    if (CONTROL.test(text)) {
      return `write the ${name} without control characters, got ${shown(text)}`;
    }
  }
  const bytes = Buffer.byteLength(JSON.stringify(record));
  return bytes <= eventBytesMax
    ? undefined
    : `write a row of at most ${eventBytesMax} bytes of JSON, got ${bytes}`;
}

const isDay = (text: string): boolean => {
  const at = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

const shown = (text: string): string => JSON.stringify(text.slice(0, 60));
