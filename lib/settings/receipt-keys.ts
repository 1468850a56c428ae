import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { jsonFrom, type Kind, refuse } from './setting.ts';

/** A key that signs receipts of what was charged from `from` on. */
export interface ReceiptKey {
  /** RFC 3339, UTC. */
  readonly from: string;
  /** Of a key that is not there any more, the public part: 32 bytes, in base64url. */
  readonly publicKey?: string;
}

/** They are in a variable of each function that signs. */
const KEYS_MAX = 10;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const KEY_CHARACTERS = 43;

const keysTake = `a JSON array of {"from": RFC 3339 in UTC, "publicKey": only of a key that is gone}, the first from 1970-01-01T00:00:00Z and each later than the one before, ${KEYS_MAX} at most, the last one there`;

const oneKey: readonly ReceiptKey[] = [{ from: '1970-01-01T00:00:00Z' }];

/** Keys, as JSON or as text that holds it; one from 1970 on where nothing is set. */
export const receiptKeys: Kind<readonly ReceiptKey[]> = {
  takes: 'JSON',
  byDefault: `\`${JSON.stringify(oneKey)}\``,
  parse: (called, given) => {
    if (given === undefined) return oneKey;
    const parsed = typeof given === 'string' ? jsonFrom(given) : given;
    const keys = Array.isArray(parsed) ? parsed.map(keyFrom) : [];
    const fits = keys.filter((key) => key !== undefined);
    const isRising = fits.every(({ start }, index) => start > (fits[index - 1]?.start ?? -1));
    const isWhole = fits.length === keys.length && fits.length <= KEYS_MAX;
    const signs = fits.length > 0 && fits.at(-1)?.key.publicKey === undefined;
    if (isWhole && isRising && signs && fits[0]?.start === 0) return fits.map(({ key }) => key);
    return refuse(called, keysTake, given);
  },
};

function keyFrom(value: unknown): { readonly key: ReceiptKey; readonly start: number } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { from, publicKey, ...others } = value as { from?: unknown; publicKey?: unknown };
  if (Object.keys(others).length > 0 || typeof from !== 'string' || !INSTANT.test(from)) {
    return undefined;
  }
  const start = timestampFrom(from);
  if (start === undefined) return undefined;
  if (publicKey === undefined) return { key: { from }, start };
  return isPublicKey(publicKey) ? { key: { from, publicKey }, start } : undefined;
}

/** 32 bytes, as a JSON Web Key has them. */
const isPublicKey = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length === KEY_CHARACTERS &&
  Buffer.from(value, 'base64url').toString('base64url') === value;
