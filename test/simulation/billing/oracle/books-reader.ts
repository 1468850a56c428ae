import { brotliDecompressSync } from 'node:zlib';

/** A document of the books, read from `docs/books.md` alone: bigints stay the strings they are stored as. */
export interface ReadDocument {
  readonly kind:
    | 'invoice'
    | 'statement'
    | 'credit-note'
    | 'void'
    | 'payment'
    | 'application'
    | 'refund'
    | 'reversal'
    | 'write-off';
  readonly id: string;
  readonly customer: string;
  readonly currency: string;
  readonly recordedAt: number;
  readonly postings: readonly {
    readonly account: string;
    readonly currency: string;
    readonly amount: string;
    readonly service?: string;
  }[];
  readonly series?: string;
  readonly ordinal?: number;
  readonly number?: string;
  readonly period?: { readonly label: string; readonly start: number; readonly end: number };
  readonly attempt?: number;
  readonly billed?: readonly ReadBilled[];
  readonly recognised?: string;
  readonly carry?: readonly {
    readonly in: string;
    readonly out: string;
    readonly residueIn: string;
    readonly residueOut: string;
  }[];
  readonly overrides?: readonly { readonly check: string; readonly reason: string }[];
  readonly subtotal?: string;
  readonly total?: string;
  readonly amount?: string;
  readonly invoice?: string;
  readonly payment?: string;
  readonly rail?: string;
  /** Of payments: what of it is applied to its invoice, where that is not all. */
  readonly applied?: string;
  /** Of credit notes: what is credited of each line of the invoice. */
  readonly lines?: readonly { readonly line: string; readonly amount: string }[];
  readonly afterwards?: 'rebill' | 'forgive';
  readonly content?: string;
}

interface ReadBilled {
  readonly period: string;
  readonly charge: string;
  readonly account: string;
  readonly quantity: string;
  readonly exact: string;
}

/** The documents of a stored block. */
export const documentsOfBlock = (bytes: Uint8Array): ReadDocument[] => {
  if (bytes[0] !== 1) throw new Error(`a block of books of version 1, got ${bytes[0]}`);
  return JSON.parse(brotliDecompressSync(bytes.subarray(1)).toString()) as ReadDocument[];
};
