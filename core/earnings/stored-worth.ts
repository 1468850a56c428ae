import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Decimal, decimalFrom, decimalText } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { type ExactAmount, exactFrom, exactText } from '../kernel/exact-amount.ts';
import { invariant } from '../kernel/invariant.ts';
import { packedText, unpackedText } from '../kernel/packed.ts';
import { type StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import type { PayerWorth, WorthLine } from './ports.ts';

const VERSION = 1;
/** Quick, and a fifth of the text. */
const QUALITY = 4;
/** An item holds 400 KB, with its keys. */
const BYTES_MAX = 360_000;

/** A worth as it is kept; undefined where it is more than one item holds. */
export function payerWorthBytes(worth: PayerWorth): Uint8Array | undefined {
  const bytes = packedText(payerWorthText(worth), QUALITY);
  return bytes.length > BYTES_MAX ? undefined : bytes;
}

/** The reverse of `payerWorthBytes`. Throws `InvariantViolation` for what is none. */
export const payerWorthIn = (bytes: Uint8Array): PayerWorth => payerWorthFrom(unpackedText(bytes));

/** Of each line a list, as there are thousands. */
function payerWorthText(worth: PayerWorth): string {
  const { currency, country, refused, ...others } = worth;
  return JSON.stringify({
    version: VERSION,
    ...others,
    ...definedOnly({ currency, country, refused }),
    amount: exactText(worth.amount),
    unshared: exactText(worth.unshared),
    lines: worth.lines.map((line) => [
      ...[line.share, line.meter, line.value, decimalText(line.quantity)],
      ...[exactText(line.amount), exactText(line.platform)],
      line.payees.flatMap(({ payee, amount }) => [payee, exactText(amount)]),
    ]),
    gone: worth.gone.flatMap(({ payee, currency: of }) => [payee, of]),
  });
}

function payerWorthFrom(text: string): PayerWorth {
  const stored = storedObjectFrom(text, 'what a month is worth');
  stored.version(VERSION);
  return {
    tenant: stored.text('tenant'),
    month: stored.month('month'),
    payer: stored.text('payer'),
    currency: stored.has('currency') ? currencyOf(stored.text('currency')) : undefined,
    country: optionalText(stored, 'country'),
    amount: exactOfText(stored.text('amount')),
    unshared: exactOfText(stored.text('unshared')),
    lines: stored.list('lines').map(lineFrom),
    gone: pairsIn(stored.texts('gone')).map(([payee, currency]) => ({
      payee,
      currency: currencyOf(currency),
    })),
    refused: optionalText(stored, 'refused'),
    revision: stored.integer('revision'),
  };
}

const optionalText = (stored: StoredObject, name: string): string | undefined =>
  stored.has(name) ? stored.text(name) : undefined;

function lineFrom(line: unknown): WorthLine {
  invariant(Array.isArray(line), 'a line of a worth is a list');
  const [share, meter, value, quantity, amount, platform, payees] = line as readonly unknown[];
  invariant(Array.isArray(payees), 'a line of a worth ends with its payees');
  return {
    ...{ share: textIn(share), meter: textIn(meter), value: textIn(value) },
    quantity: decimalOfText(textIn(quantity)),
    ...{ amount: exactOfText(textIn(amount)), platform: exactOfText(textIn(platform)) },
    payees: pairsIn(payees.map(textIn)).map(([payee, earned]) => ({
      payee,
      amount: exactOfText(earned),
    })),
  };
}

function textIn(value: unknown): string {
  invariant(typeof value === 'string', `a line of a worth holds texts, got ${typeof value}`);
  return value;
}

function pairsIn(texts: readonly string[]): readonly (readonly [string, string])[] {
  invariant(texts.length % 2 === 0, 'payees of a worth come with an amount, or a currency, each');
  return texts.flatMap((text, place) =>
    place % 2 === 0 ? [[text, texts[place + 1] ?? ''] as const] : [],
  );
}

function exactOfText(text: string): ExactAmount {
  const amount = exactFrom(text);
  invariant(amount !== undefined, `a worth holds exact amounts, got ${text}`);
  return amount;
}

function decimalOfText(text: string): Decimal {
  const decimal = decimalFrom(text);
  invariant(decimal !== undefined, `a worth holds quantities, got ${text}`);
  return decimal;
}

function currencyOf(text: string): Currency {
  const currency = currencyFrom(text);
  invariant(currency !== undefined, `a worth holds currencies, got ${text}`);
  return currency;
}
