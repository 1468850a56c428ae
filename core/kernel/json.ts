import { Rejection } from './rejection.ts';

/** A JSON number with more digits than a double holds, as it was written. */
export class LongNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = { readonly [key: string]: JsonValue };

/** Parsed JSON. A `number` has at most 15 significant digits, so that its text denotes the same value as the sender's. */
export type JsonValue =
  | string
  | boolean
  | null
  | number
  | LongNumber
  | readonly JsonValue[]
  | JsonObject;

/** Node hands a reviver the source text of every primitive; the ES2024 types do not know it yet. */
type ReviverWithSource = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof LongNumber);

/** Only a text with one of these can hold a long number, a lone surrogate or the forbidden key. */
const NEEDS_A_CLOSER_LOOK = /\d[\d.]{15}|\\u|__proto__/;

/**
 * Parses JSON, no digit of a number lost.
 * @throws Rejection when the text is malformed, nested deeper than `depthMax`, or has a lone surrogate or `__proto__` as
 * a key.
 */
export function parseJson(text: string, depthMax: number): JsonValue {
  refuseDeepNesting(text, depthMax);
  refuseLoneSurrogates(text);
  try {
    return (
      NEEDS_A_CLOSER_LOOK.test(text)
        ? JSON.parse(text, lookCloser as (key: string, value: unknown) => unknown)
        : JSON.parse(text)
    ) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Rejection(
      'request.malformed-json',
      `send well-formed JSON: ${error.message.slice(0, 200)}`,
    );
  }
}

const lookCloser: ReviverWithSource = (key, value, { source }) => {
  refuseKey(key);
  if (typeof value === 'string') refuseLoneSurrogates(value);
  if (typeof value === 'number' && source !== undefined && significantDigits(source) > 15) {
    return new LongNumber(source);
  }
  return value;
};

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

/** V8 walks with a reviver, and we walk when we write canonical text, recursively: so depth is bounded first. */
function refuseDeepNesting(text: string, depthMax: number): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index + 1);
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > depthMax) throw tooDeep(depthMax);
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
}

const tooDeep = (depthMax: number): Rejection =>
  new Rejection(
    'request.nested-too-deep',
    `nest objects and arrays at most ${depthMax} deep in a request`,
  );

/** Index of the quote that closes the string whose text starts at `from`; the text's length when none does. */
function endOfString(text: string, from: number): number {
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
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return finite(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (value instanceof LongNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as JsonObject;
  const members: string[] = [];
  for (const key of Object.keys(object).sort()) {
    members.push(`${JSON.stringify(key)}:${canonicalJson(object[key] as JsonValue)}`);
  }
  return `{${members.join(',')}}`;
}

function finite(value: number): string {
  if (Number.isFinite(value)) return String(value);
  throw new Rejection(
    'request.number-out-of-range',
    'send numbers between -1e308 and 1e308, or as strings',
  );
}
