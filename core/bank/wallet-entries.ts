import type { Books } from '../books/books.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { mayBeTransferContent, type TransferReferences } from '../payments/transfer-reference.ts';
import { walletPaymentId } from '../payments/wallet-payment.ts';
import type { BankEntry } from './bank-statement.ts';
import { paymentReferenceOf } from './entry-cause.ts';
import { bankRail } from './propose-money-out.ts';
import { rfContent, rfReferencesIn } from './rf-reference.ts';

/** Whose wallet an entry is for, and the payment that it is booked as, where it is. */
export interface WalletEntry {
  readonly payer: string;
  readonly recorded: string | undefined;
}

const AT_ONCE = 8;
/** Of one entry. */
const REFERENCES_MAX = 5;

/** Of entries that name the reference of one wallet: whose that is. */
export async function walletEntries(
  { books, transfers }: { readonly books: Books; readonly transfers: TransferReferences },
  tenant: string,
  entries: readonly BankEntry[],
): Promise<ReadonlyMap<BankEntry, WalletEntry>> {
  const naming = entries.flatMap((entry) => {
    const contents = entry.state === 'booked' && entry.amount > 0n ? contentsIn(entry) : [];
    return contents.length === 0 ? [] : [{ entry, contents }];
  });
  const found = await inParallel(AT_ONCE, naming, async ({ entry, contents }) => {
    const owners = await inParallel(1, contents, (one) => transfers.ownerOf(tenant, one));
    const [payer, ...others] = new Set(owners.filter((owner) => owner !== undefined));
    if (payer === undefined || others.length > 0) return [];
    const reference = paymentReferenceOf(entry);
    const id = walletPaymentId({ customer: payer, rail: bankRail, reference });
    const { originals } = await books.read(tenant, { cells: [], originals: [id] });
    return [[entry, { payer, recorded: originals.has(id) ? id : undefined }] as const];
  });
  return new Map(found.flat());
}

function contentsIn({ texts, references, endToEndId }: BankEntry): readonly string[] {
  const whole = [...references, endToEndId ?? ''].flatMap((one) => rfContent(one) ?? []);
  const all = [...whole, ...rfReferencesIn(texts.join(' '))];
  return [...new Set(all.filter(mayBeTransferContent))].slice(0, REFERENCES_MAX);
}
