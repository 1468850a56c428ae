import { sha256 } from '../kernel/digest.ts';

const LOG_LENGTH = 22;
const LOG_BYTES = 16;
const ID = /^([A-Za-z0-9_-]{22})\.([1-9a-z][0-9a-z]{0,9})\.([0-9a-z]{1,4})$/;
const RADIX = 36;

/** The name of a payer's log: 128 bits of SHA-256, so that ids of what it holds lead to it and tell nothing of it. */
export const spendLogId = (tenant: string, payer: string): string =>
  sha256(JSON.stringify(['spend', tenant, payer])).toString('base64url', 0, LOG_BYTES);

/** Where an entry is: `index` counts from 0 within its block. */
export interface EntryPlace {
  readonly log: string;
  readonly seq: number;
  readonly index: number;
}

/** The id of an entry: what was held, charged or granted is found by it without looking for it. */
export const entryId = ({ log, seq, index }: EntryPlace): string =>
  `${log}.${seq.toString(RADIX)}.${index.toString(RADIX)}`;

/** The reverse of `entryId`; undefined for what is no id of ours. */
export function entryPlaceFrom(id: string): EntryPlace | undefined {
  const match = ID.exec(id);
  if (match === null || id.slice(0, LOG_LENGTH).length !== LOG_LENGTH) return undefined;
  const [, log, seq, index] = match;
  if (log === undefined || seq === undefined || index === undefined) return undefined;
  const place = { log, seq: Number.parseInt(seq, RADIX), index: Number.parseInt(index, RADIX) };
  return Number.isSafeInteger(place.seq) && entryId(place) === id ? place : undefined;
}
