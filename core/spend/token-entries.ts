import type { StoredTokens } from '../access/token.ts';
import { spendBlockFrom } from './block.ts';
import { entryPlaceFrom, spendLogId } from './log-id.ts';
import type { SpendLog } from './ports.ts';

/** Tokens by their entries in the logs of payers, which never change: whether one was revoked stands in another. */
export const tokenEntries = (log: Pick<SpendLog, 'readOne'>): StoredTokens => ({
  async find(tenant, tokenId) {
    const place = entryPlaceFrom(tokenId);
    if (place === undefined) return undefined;
    const stored = await log.readOne(tenant, place.log, place.seq);
    if (stored === undefined) return undefined;
    const { payer, entries } = spendBlockFrom(stored.bytes);
    const entry = entries[place.index];
    if (entry?.kind !== 'token' || spendLogId(tenant, payer) !== place.log) return undefined;
    return {
      holder: payer,
      secretHash: Buffer.from(entry.hash, 'base64url'),
      endsAt: entry.endsAt,
    };
  },
});
