/** Who asks: a tenant, by one of its keys. */
export interface Caller {
  readonly tenant: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
  /** Signs this key's list cursors: see `cursor.ts`. */
  readonly cursorKey: string;
}
