import type { Currency } from '../kernel/currency.ts';
import { sha256 } from '../kernel/digest.ts';

const BASE = 36;
/** Enough for 128 bits. */
const PAYOUT_LENGTH = 25;
const PAYOUT_HEX_LENGTH = 32;
/** Enough for 96 bits. */
const RUN_LENGTH = 19;
const RUN_HEX_LENGTH = 24;

const PAYOUT = /^pout_([0-9a-f]{32})$/;
const REFERENCE = /^FP-([0-9A-Z]{25})$/;
const RUN = /^FR-[0-9A-Z]{19}$/;
const BATCH = /^(FR-[0-9A-Z]{19})-([A-Z]{3})$/;

const inBase36 = (hex: string, length: number): string =>
  BigInt(`0x${hex}`).toString(BASE).toUpperCase().padStart(length, '0');

/**
 * What a payout is called all the way to the payee's bank and back, in capitals and digits alone: the scheme has room
 * for 35 characters, and the id of a document is longer.
 */
export const referenceOf = (payout: string): string =>
  `FP-${inBase36(PAYOUT.exec(payout)?.[1] ?? '0', PAYOUT_LENGTH)}`;

/** The reverse of `referenceOf`; undefined for what is none of ours. */
export function payoutOfReference(text: string): string | undefined {
  const [, digits = ''] = REFERENCE.exec(text.trim()) ?? [];
  if (digits === '') return undefined;
  let value = 0n;
  for (const digit of digits) value = value * BigInt(BASE) + BigInt(Number.parseInt(digit, BASE));
  const hex = value.toString(16).padStart(PAYOUT_HEX_LENGTH, '0');
  return hex.length > PAYOUT_HEX_LENGTH ? undefined : `pout_${hex}`;
}

/** What a run is called, as a message to the bank too: made of the caller's word for it. */
export function runIdOf(tenant: string, key: string): string {
  const digest = sha256(JSON.stringify(['payout-run', tenant, key])).toString('hex');
  return `FR-${inBase36(digest.slice(0, RUN_HEX_LENGTH), RUN_LENGTH)}`;
}

/** Whether a text may be the id of a run. */
const isRunId = (text: string): boolean => RUN.test(text);

/** What the payments of a run in one currency are called together. */
export const batchNameOf = (run: string, currency: Currency): string => `${run}-${currency}`;

/** The run, and the currency where one is named, that a bank speaks of; undefined for what is none of ours. */
export function runOfBatchName(
  text: string,
): { readonly run: string; readonly currency: string | undefined } | undefined {
  if (isRunId(text)) return { run: text, currency: undefined };
  const [, run, currency] = BATCH.exec(text) ?? [];
  return run === undefined ? undefined : { run, currency };
}
