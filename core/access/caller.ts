/** Who asks: a tenant by one of its keys, or one of its payers by a token. */
export interface Caller {
  readonly tenant: string;
  /** Of a payer, the id of its token. */
  readonly keyId: string;
  /** Of a payer none: a route says by itself what a token may do there. */
  readonly scopes: readonly string[];
  /** Signs this key's list cursors: see `cursor.ts`. */
  readonly cursorKey: string;
  /** Who asks by a token; undefined where a key does. */
  readonly payer?: string;
}
