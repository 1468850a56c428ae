import { endOfString } from '../../../kernel/json.ts';

/** A text in parts: what stands around its values, and the values. Joined in turn they are the text. */
export interface Parted {
  readonly around: readonly string[];
  readonly values: readonly string[];
}

const QUOTE = 0x22;
const COLON = 0x3a;
const MINUS = 0x2d;
const VALUES_MAX = 64;

/**
 * Parts canonical JSON at its strings and numbers, which are what differs between events of one kind. Quotes stay with
 * what is around. Other text is parted somewhere as well; it need not make sense, as it is only joined again.
 */
export function parted(text: string): Parted {
  const around: string[] = [];
  const values: string[] = [];
  let done = 0;
  for (let at = 0; at < text.length && values.length < VALUES_MAX; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at + 1);
      if (text.charCodeAt(end + 1) !== COLON) {
        around.push(text.slice(done, at + 1));
        values.push(text.slice(at + 1, end));
        done = end;
      }
      at = end + 1;
    } else if (beginsNumber(code)) {
      around.push(text.slice(done, at));
      done = endOfNumber(text, at + 1);
      values.push(text.slice(at, done));
      at = done;
    } else {
      at += 1;
    }
  }
  around.push(text.slice(done));
  return { around, values };
}

const beginsNumber = (code: number): boolean => isDigit(code) || code === MINUS;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

function endOfNumber(text: string, from: number): number {
  let at = from;
  while (at < text.length && isOfNumber(text.charCodeAt(at))) at += 1;
  return at;
}

/** Digits, dot, exponent and signs. */
const isOfNumber = (code: number): boolean =>
  isDigit(code) ||
  code === 0x2e ||
  code === 0x65 ||
  code === 0x45 ||
  code === 0x2b ||
  code === MINUS;
