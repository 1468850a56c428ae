import { isObject, type Json, type JsonObject } from '../template/json.ts';

/**
 * The size of an item, in bytes, by the rules of the DynamoDB developer guide: names and strings as UTF-8, binaries
 * raw, numbers one byte per two significant digits plus one, lists and maps 3 bytes plus 1 for each element.
 */
export const itemSize = (item: JsonObject): number =>
  Object.entries(item).reduce(
    (total, [name, value]) => total + Buffer.byteLength(name) + valueSize(value),
    0,
  );

function valueSize(attribute: Json): number {
  if (!isObject(attribute)) return 0;
  const [[type, value] = ['NULL', true]] = Object.entries(attribute);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(value));
    case 'N':
      return numberSize(String(value));
    case 'B':
      return binarySize(String(value));
    case 'SS':
      return total(value, (item) => Buffer.byteLength(String(item)));
    case 'NS':
      return total(value, (item) => numberSize(String(item)));
    case 'BS':
      return total(value, (item) => binarySize(String(item)));
    case 'L':
      return 3 + total(value, (item) => 1 + valueSize(item));
    case 'M':
      return isObject(value) ? 3 + Object.keys(value).length + itemSize(value) : 3;
    default:
      return 1;
  }
}

const total = (list: Json, size: (item: Json) => number): number =>
  Array.isArray(list)
    ? (list as readonly Json[]).reduce<number>((sum, item) => sum + size(item), 0)
    : 0;

const binarySize = (base64: string): number => Buffer.byteLength(base64, 'base64');

function numberSize(text: string): number {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
}

/** Write request units for an item of this size: one per 1 KB begun, at least one. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

/** Read request units: one per 4 KB begun, half when the read may be stale, at least one step. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
