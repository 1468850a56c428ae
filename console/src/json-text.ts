/** What a text is as JSON; or why it is none, for whoever wrote it. */
export type JsonRead = { readonly value: unknown } | { readonly fault: string };

const digitsMax = 15;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads JSON that a person wrote. A number of more than 15 digits is refused: a browser would change its last ones, and
 * nobody would see it.
 */
export function jsonOf(text: string): JsonRead {
  const long = longNumberIn(text);
  try {
    const value: unknown = JSON.parse(text);
    if (long === undefined) return { value };
    return { fault: `write ${long} as a string, "${long}": it has more than ${digitsMax} digits` };
  } catch (error) {
    return { fault: `this is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const longNumberIn = (text: string): string | undefined =>
  (text.match(stringOrNumber) ?? []).find(
    (token) => !token.startsWith('"') && digitsIn(token) > digitsMax,
  );

/** Whether JSON has a number of so many digits that a browser may have changed it. */
export const hasLongNumber = (text: string): boolean => longNumberIn(text) !== undefined;

/** How many digits of a number say something: zeros in front, and the power of ten, do not. */
const digitsIn = (number: string): number =>
  number
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '').length;

/** JSON as people read and change it. */
export const jsonText = (value: unknown): string => JSON.stringify(value, null, 2);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
