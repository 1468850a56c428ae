import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { creditorReference } from '../../kernel/creditor-reference.ts';
import type { Currency } from '../../kernel/currency.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { type TransferReferences, transferContent } from '../../payments/transfer-reference.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import { refuseUnbookable } from '../protocol/refuse-unbookable.ts';
import { policyOf } from './ask-top-up.ts';
import { refuseToken } from './begin.ts';

/** How a payer puts money into its wallet by a transfer. */
export interface TransferAsked {
  readonly currency: Currency;
  /** `RF…`: by which a bank statement says whose wallet it is for. */
  readonly reference: string;
  /** Undefined where the settings say none. */
  readonly account?: { readonly holder: string; readonly iban: string; readonly bic?: string };
}

/**
 * The reference by which transfers go into a payer's wallet: always the same, and known to be the payer's from then on.
 * @throws Rejection `top-up.off`, and as `refuseUnbookable`, `refuseByToken` and what reads terms do
 */
export async function askTransfer(
  { gate, transfers }: { readonly gate: SpendGate; readonly transfers: TransferReferences },
  tenant: string,
  { payer, token }: { readonly payer: PayerKey; readonly token: string | undefined },
): Promise<TransferAsked> {
  await refuseToken(gate, tenant, { payer, token, action: 'top-up' });
  // Whoever sells may always take money; payers ask by themselves where they may top up by themselves.
  if (token !== undefined) await policyOf(gate, tenant);
  return byFacts(gate, { tenant, payer }, async ({ terms }) => {
    const { currency } = terms;
    await refuseUnbookable(gate, tenant, { payer, currency, terms });
    const content = transferContent(tenant, payer);
    const owner = await transfers.claim(tenant, { content, payer });
    invariant(owner === payer, 'no two payers have a reference in common');
    const reference = creditorReference(content);
    invariant(reference !== undefined, 'it is made of letters and digits');
    const { seller } = (await tenantBillingOf(gate.settings, tenant)).policy;
    const { bankAccount, name } = seller;
    const account =
      bankAccount === undefined ? undefined : { holder: name, ...definedOnly(bankAccount) };
    return { currency, reference, ...definedOnly({ account }) };
  });
}
