import type { PayerKey } from '../../kernel/payer.ts';
import type { CollectionPlace } from '../../rails/collection.ts';
import { spendLogId } from '../log-id.ts';

const ID = /^(wal_[A-Za-z0-9_-]{22})\.([1-9]\d{0,8})$/;

/** What names a wallet where rails name an invoice. */
export const walletName = (tenant: string, payer: PayerKey): string =>
  `wal_${spendLogId(tenant, payer)}`;

/** Where what goes over a rail is kept, by its id; undefined for what is no id of this wallet. */
export function placeInWallet(
  tenant: string,
  payer: PayerKey,
  id: string,
): CollectionPlace | undefined {
  const [, invoice, attempt = ''] = ID.exec(id) ?? [];
  if (invoice !== walletName(tenant, payer)) return undefined;
  return { tenant, invoice, attempt: Number.parseInt(attempt, 10) };
}
