import type { BankEntry } from '../../../../sdk/src/contract/index.ts';
import type { Api } from '../../api.ts';

/**
 * Books entries one after another as they are proposed. Stops at the first that is refused; what was booked before it
 * stays so, and whoever asks again books none twice.
 */
export async function bookEntries(
  api: Api,
  entries: readonly BankEntry[],
  onBooked: (count: number) => void,
): Promise<void> {
  let count = 0;
  for (const entry of entries) {
    await bookEntry(api, entry, entry.payment?.customer);
    count += 1;
    onBooked(count);
  }
}

/** Books an entry as that of a customer; of another than the proposed one, for what is due first. */
export async function bookEntry(
  api: Api,
  { topUp, payment, reversal, outcome }: BankEntry,
  customer: string | undefined,
): Promise<void> {
  if (outcome !== undefined) {
    await api.ask('POST /v1/rails/sepa/outcomes', { body: outcome });
  } else if (reversal !== undefined) {
    const { payment: id, ...body } = reversal;
    await api.ask('POST /v1/payments/{id}/reversals', { path: { id }, body });
  } else if (topUp !== undefined && (customer === undefined || customer === topUp.payer)) {
    const { payer, ...body } = topUp;
    await api.ask('POST /v1/payers/{payer}/wallet/top-ups', { path: { payer }, body });
  } else if (payment !== undefined && customer !== undefined) {
    const apply = customer === payment.customer ? payment.apply : ('oldest' as const);
    await api.ask('POST /v1/payments', { body: { ...payment, customer, apply } });
  }
}
