import type { PayeeTokens, TokensOfPayee } from '../../core/access/payee-tokens.ts';
import { payeeTokensFrom, payeeTokensJson } from '../../core/access/stored-payee-tokens.ts';

/** Tokens of payees in memory, as a table keeps them. */
export function inMemoryPayeeTokens(): PayeeTokens {
  const kept = new Map<string, { readonly revision: number; readonly text: string }>();
  const keyOf = (tenant: string, place: string): string => JSON.stringify([tenant, place]);
  return {
    async get(tenant, place): Promise<TokensOfPayee | undefined> {
      const found = kept.get(keyOf(tenant, place));
      return found === undefined
        ? undefined
        : payeeTokensFrom(JSON.parse(found.text), found.revision);
    },
    async put(tenant, place, tokens) {
      const before = kept.get(keyOf(tenant, place))?.revision ?? 0;
      if (before !== tokens.revision - 1) return 'taken';
      const text = JSON.stringify(payeeTokensJson(tokens));
      kept.set(keyOf(tenant, place), { revision: tokens.revision, text });
      return 'put';
    },
  };
}
