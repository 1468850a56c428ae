import { inspect } from 'node:util';

const charactersMax = 300;

/** What a function says of an error on standard error, in one line; undefined where that says nothing. */
export function complaintIn(said: readonly unknown[]): string | undefined {
  const found = said.map(errorIn).find((text) => text !== undefined);
  const text = found ?? said.map((one) => (typeof one === 'string' ? one : shown(one))).join(' ');
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line === '' ? undefined : line.slice(0, charactersMax);
}

const shown = (value: unknown): string => inspect(value, { breakLength: Infinity, depth: 1 });

/** The name and the message of an error, or of one that an object has as its `error`. */
function errorIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { error, name, message } = value as Readonly<Record<string, unknown>>;
  if (error !== undefined) return errorIn(error);
  if (typeof message !== 'string') return undefined;
  return typeof name === 'string' ? `${name}: ${message}` : message;
}
