import { invariant } from '../kernel/invariant.ts';
import { canonicalJson, type JsonValue } from '../kernel/json.ts';

/** The members that hold whole numbers of a fraction: amounts and quantities. On paper they are strings. */
const bigintMembers = new Set([
  'amount',
  'subtotal',
  'total',
  'recognised',
  'invoiced',
  'receivable',
  'in',
  'out',
  'residueIn',
  'residueOut',
  'residue',
  'exact',
  'quantity',
  'paid',
  'credited',
  'creditedNet',
]);

/**
 * A value of objects, arrays, text, numbers and bigints as canonical JSON. Bigints stand only under the members named
 * above.
 */
export const bigintJson = (value: unknown): string => canonicalJson(plain(value, ''));

function plain(value: unknown, member: string): JsonValue {
  if (typeof value === 'bigint') {
    invariant(bigintMembers.has(member), `${member} is a member that holds a bigint`);
    return value.toString();
  }
  if (Array.isArray(value)) return value.map((item) => plain(item, ''));
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(members.map(([key, inner]) => [key, plain(inner, key)]));
}

/** The reverse of `bigintJson`. */
export const fromBigintJson = (text: string): unknown =>
  JSON.parse(text, (key, value: unknown) =>
    bigintMembers.has(key) && typeof value === 'string' ? BigInt(value) : value,
  );
