import { isJsonObject, type JsonValue, LongNumber } from '../kernel/json.ts';

/** As much of a sender's text as belongs in an error, quoted. */
export const shown = (text: string): string =>
  JSON.stringify(text.length > 64 ? `${text.slice(0, 60).toWellFormed()}…` : text);

/** CloudEvents lets an attribute that is not set be written as null. */
export const isUnset = (value: JsonValue | undefined): value is null | undefined =>
  value === undefined || value === null;

/** What a value is, for an error: `a number`. */
export function kindOf(value: JsonValue | undefined): string {
  if (isUnset(value)) return 'nothing';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'number' || value instanceof LongNumber) return 'a number';
  return isJsonObject(value) ? 'an object' : 'an array';
}
