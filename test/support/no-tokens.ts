import type { StoredTokens, TokenStores } from '../../core/access/token.ts';

const none: StoredTokens = { find: async () => undefined };

/** Where nobody has a token. */
export const noTokens: TokenStores = { payer: none, payee: none };
