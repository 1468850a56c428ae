import { Rejection } from './rejection.ts';

/** A JSON number that a double does not hold exactly, as it was written. */
export class LongNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = { readonly [key: string]: JsonValue };

/** Parsed JSON. The text of a `number` denotes the same value as the sender's: it has at most 15 significant digits. */
export type JsonValue =
  | string
  | boolean
  | null
  | number
  | LongNumber
  | readonly JsonValue[]
  | JsonObject;

/** Node hands a reviver the source text of every primitive; the ES2024 types do not know it yet. */
type ReviverWithSource = (
  key: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof LongNumber);

/** Only an escape of this range can be a lone surrogate, or a letter of the forbidden key. */
const SUSPECT_ESCAPE = /\\u(?:[dD][89a-fA-F]|00[5-7])/;

/**
 * Parses JSON, no digit of a number lost.
 * @throws Rejection when the text is malformed, nested deeper than `depthMax`, or has a lone surrogate or `__proto__`
 * as a key.
 */
export function parseJson(text: string, depthMax: number): JsonValue {
  const inexact = hasInexactNumbers(text, depthMax);
  refuseLoneSurrogates(text);
  const lookCloser =
    inexact || text.includes('__proto__') || (text.includes('\\u') && SUSPECT_ESCAPE.test(text));
  try {
    return (lookCloser ? JSON.parse(text, revived as Reviver) : JSON.parse(text)) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Rejection(
      'request.malformed-json',
      `send well-formed JSON: ${error.message.slice(0, 200)}`,
    );
  }
}

type Reviver = (key: string, value: unknown) => unknown;

const revived: ReviverWithSource = (key, value, { source }) => {
  refuseKey(key);
  if (typeof value === 'string') refuseLoneSurrogates(value);
  if (typeof value !== 'number' || source === undefined) return value;
  return isExact(value, source) ? value : new LongNumber(source);
};

const LEAST_NORMAL_DOUBLE = 2 ** -1022;

/**
 * Whether the shortest text of `value` denotes what `source` does. Past the range of a double nothing does:
 * `canonicalJson` refuses.
 */
function isExact(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true;
  const digits = significantDigits(source);
  const tiny = Math.abs(value) < LEAST_NORMAL_DOUBLE && digits > 0;
  return digits <= 15 && !tiny;
}

const significantDigits = (source: string): number =>
  source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '').length;

function refuseKey(key: string): void {
  if (key === '__proto__') {
    throw new Rejection(
      'request.forbidden-key',
      'rename the key __proto__, which is not accepted anywhere',
    );
  }
  refuseLoneSurrogates(key);
}

function refuseLoneSurrogates(text: string): void {
  if (text.isWellFormed()) return;
  throw new Rejection(
    'request.malformed-text',
    'send well-formed Unicode: a lone surrogate (half of a \\ud83d\\ude00 pair) stands alone',
  );
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DIGITS_EXACT = 15;

/**
 * Whether there may be a number that a double does not hold exactly: with more than 15 digits, or with an exponent.
 * V8 walks with a reviver, and we walk when we write canonical text, recursively: so depth is bounded here, first.
 */
function hasInexactNumbers(text: string, depthMax: number): boolean {
  let depth = 0;
  let digits = 0;
  let inexact = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isDigitOrDot(code)) {
      digits += 1;
      continue;
    }
    inexact ||= endsInexactly(digits, code);
    digits = 0;
    if (code === QUOTE) index = endOfString(text, index + 1);
    else depth += stepOf(code);
    if (depth > depthMax) throw tooDeep(depthMax);
  }
  return inexact || digits > DIGITS_EXACT;
}

/** Whether that many digits, with `code` behind them, are a number to look closer at. */
const endsInexactly = (digits: number, code: number): boolean =>
  digits > DIGITS_EXACT || (digits > 0 && isExponentMark(code));

const isDigitOrDot = (code: number): boolean => (code >= 0x30 && code <= 0x39) || code === 0x2e;
const isExponentMark = (code: number): boolean => code === 0x65 || code === 0x45;

/** One level down for `{` and `[`, one up for `}` and `]`. */
function stepOf(code: number): number {
  if (code === 0x7b || code === 0x5b) return 1;
  return code === 0x7d || code === 0x5d ? -1 : 0;
}

const tooDeep = (depthMax: number): Rejection =>
  new Rejection(
    'request.nested-too-deep',
    `nest objects and arrays at most ${depthMax} deep in a request`,
  );

/** Index of the quote that closes the string whose text starts at `from`; the text's length when none does. */
export function endOfString(text: string, from: number): number {
  let index = text.indexOf('"', from);
  while (index !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return index;
    index = text.indexOf('"', index + 1);
  }
  return text.length;
}

/**
 * One text per value: keys sorted by UTF-16 code units, no white space.
 * @throws Rejection when a number is past the range of a double.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return finite(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (value instanceof LongNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as JsonObject;
  let members = '';
  for (const key of Object.keys(object).sort()) {
    if (members !== '') members += ',';
    members += `${quoted(key)}:${canonicalJson(object[key] as JsonValue)}`;
  }
  return `{${members}}`;
}

/** Canonical JSON of a value of ours; of its members, those that are undefined are not there. */
export const canonicalText = (value: object): string =>
  canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue);

/** Past this length, calling `JSON.stringify` costs less than looking at each character first. */
const SHORT = 48;

const quoted = (text: string): string =>
  text.length <= SHORT && isPlain(text) ? `"${text}"` : JSON.stringify(text);

/** Whether JSON writes every character as it is. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === QUOTE || code === BACKSLASH || code >= 0xd800) return false;
  }
  return true;
}

function finite(value: number): string {
  if (Number.isFinite(value)) return String(value);
  throw new Rejection(
    'request.number-out-of-range',
    'send numbers between -1e308 and 1e308, or as strings',
  );
}
