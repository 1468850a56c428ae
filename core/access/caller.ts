import type { TokenHolder } from './token.ts';

/** Who asks: a tenant by one of its keys, or one of its payers or payees by a token. */
export interface Caller {
  readonly tenant: string;
  /** By a token, the token's id. */
  readonly keyId: string;
  /** By a token none: a route says by itself what a token may do there. */
  readonly scopes: readonly string[];
  /** Signs this key's list cursors: see `cursor.ts`. */
  readonly cursorKey: string;
  /** The payer that asks by a token; undefined where none does. */
  readonly payer?: string;
  /** The payee that asks by a token; undefined where none does. */
  readonly payee?: string;
}

/** Who asks by a token; undefined where a key does. */
export function holderOf({
  payer,
  payee,
}: Pick<Caller, 'payer' | 'payee'>):
  | { readonly of: TokenHolder; readonly key: string }
  | undefined {
  if (payer !== undefined) return { of: 'payer', key: payer };
  return payee === undefined ? undefined : { of: 'payee', key: payee };
}
