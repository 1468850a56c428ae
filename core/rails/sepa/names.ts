import { sha256 } from '../../kernel/digest.ts';
import type { CollectionPlace } from '../collection.ts';

const BASE = 36;
/** Enough for 128 bits. */
const INVOICE_LENGTH = 25;
const INVOICE_HEX_LENGTH = 32;
/** Enough for 96 bits. */
const BATCH_LENGTH = 19;
const BATCH_HEX_LENGTH = 24;

const INVOICE = /^inv_([0-9a-f]{32})$/;
const END_TO_END = /^FE-([0-9A-Z]{25})-([1-9]\d{0,3})$/;
const BATCH = /^FB-\d{8}-[0-9A-Z]{19}$/;

const inBase36 = (hex: string, length: number): string =>
  BigInt(`0x${hex}`).toString(BASE).toUpperCase().padStart(length, '0');

function hexOf(base36: string): string {
  let value = 0n;
  for (const digit of base36) value = value * BigInt(BASE) + BigInt(Number.parseInt(digit, BASE));
  return value.toString(16).padStart(INVOICE_HEX_LENGTH, '0');
}

/**
 * What a collection is called all the way to the payer's bank and back, in capitals and digits alone: the scheme has
 * room for 35 characters, and an id of ours is longer.
 */
export function endToEndIdOf({ invoice, attempt }: Omit<CollectionPlace, 'tenant'>): string {
  const hex = INVOICE.exec(invoice)?.[1] ?? sha256(invoice).toString('hex').slice(0, 32);
  return `FE-${inBase36(hex, INVOICE_LENGTH)}-${attempt}`;
}

/** The reverse of `endToEndIdOf`; undefined for what is none of ours. */
export function placeOfEndToEndId(tenant: string, text: string): CollectionPlace | undefined {
  const [, invoice = '', attempt = ''] = END_TO_END.exec(text.trim()) ?? [];
  if (invoice === '') return undefined;
  const hex = hexOf(invoice);
  if (hex.length > INVOICE_HEX_LENGTH) return undefined;
  return { tenant, invoice: `inv_${hex}`, attempt: Number.parseInt(attempt, 10) };
}

/** What a batch is called, as a message and as a payment of it: made of its day, and of the caller's word for it. */
export function batchIdOf(
  space: string,
  {
    tenant,
    collectOn,
    key,
  }: { readonly tenant: string; readonly collectOn: string; readonly key: string },
): string {
  const digest = sha256(JSON.stringify(['batch', space, tenant, collectOn, key])).toString('hex');
  const name = inBase36(digest.slice(0, BATCH_HEX_LENGTH), BATCH_LENGTH);
  return `FB-${collectOn.replaceAll('-', '')}-${name}`;
}

/** Whether a text may be the id of a batch. */
export const isBatchId = (text: string): boolean => BATCH.test(text);
