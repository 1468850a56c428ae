import { type BillingLedger, idFor } from '../ledger.ts';
import type { ReadDocument } from './books-reader.ts';

/** What was brought about by nobody, or is called something else than it should. */
export function causeFault(
  ledger: BillingLedger,
  tenant: string,
  document: ReadDocument,
  ofBlock: readonly string[],
): string | undefined {
  const { kind, id, customer, period, attempt, invoice = '' } = document;
  if (kind === 'invoice' || kind === 'statement') {
    const wanted = idFor('closing', customer, period?.label ?? '', String(attempt));
    return id === wanted ? undefined : `it should be ${wanted}`;
  }
  if (kind === 'void' && id !== idFor('void', invoice)) return 'it is not named for its invoice';
  if (isByAnother(document, ofBlock) || ledger.wasRequested(tenant, id)) return undefined;
  return 'nobody asked for it';
}

/** Of its own block: an invoice uses what is unapplied, a correction or a reversal frees what was applied. */
function isByAnother(
  { kind, id, invoice = '', payment = '' }: ReadDocument,
  ofBlock: readonly string[],
): boolean {
  if (kind !== 'application' && kind !== 'write-off') return false;
  const of = kind === 'application' ? [payment, invoice] : [invoice];
  return ofBlock.some((cause) => id === idFor(kind, ...of, cause, 'by'));
}
