import { sha256 } from '../kernel/digest.ts';

/** Whose wallet a transfer goes into, by what its reference (ISO 11649) is made of: put once, and for good. */
export interface TransferReferences {
  /** Makes it a payer's where it is nobody's; answers whose it is. */
  claim(
    tenant: string,
    claimed: { readonly content: string; readonly payer: string },
  ): Promise<string>;
  /** Undefined where it is nobody's. */
  ownerOf(tenant: string, content: string): Promise<string | undefined>;
}

/** Letters and digits that nobody takes for another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 15;
const FORM = /^W[0-9A-HJKMNP-TV-Z]{15}$/;

/** What the reference of a payer's wallet is made of, without `RF` and check digits: always the same. */
export function transferContent(tenant: string, payer: string): string {
  const digest = sha256(JSON.stringify([tenant, payer])).subarray(0, LENGTH);
  const letters = [...digest].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `W${letters.join('')}`;
}

/** Whether it may be of a wallet; numbers of invoices may look so, too. */
export const mayBeTransferContent = (content: string): boolean => FORM.test(content);
