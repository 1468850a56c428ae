import type { ShareRecord, Shares } from './ports.ts';
import type { Share } from './share.ts';
import { storedShare } from './share-from.ts';

/** All of a tenant are read for each month that is shared. */
export const SHARES_MAX = 1_000;
const PAGE = 100;

/** All shares of a tenant, by key. */
export async function loadShares(
  shares: Pick<Shares, 'list'>,
  tenant: string,
): Promise<ReadonlyMap<string, Share>> {
  const records = await allShares(shares, tenant);
  return new Map(records.map((record) => [record.key, storedShare(record)]));
}

/** At most `SHARES_MAX` and as many as came at once with the last of them. */
export async function allShares(
  shares: Pick<Shares, 'list'>,
  tenant: string,
): Promise<readonly ShareRecord[]> {
  const found: ShareRecord[] = [];
  let after = '';
  for (;;) {
    const { records, more } = await shares.list(tenant, { after, limit: PAGE });
    found.push(...records);
    const last = records.at(-1);
    if (!more || last === undefined) return found;
    after = last.key;
  }
}
