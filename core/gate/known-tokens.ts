import { isSecretOf } from '../access/api-key.ts';
import { type StoredToken, type StoredTokens, tokenFrom } from '../access/token.ts';
import type { PayerKey } from '../kernel/payer.ts';

/** Who asks with a token: whether it is in force, each decision sees. */
export interface TokenOf {
  readonly payer: PayerKey;
  readonly id: string;
}

const KNOWN_MAX = 5_000;

/** Tokens as they were made, which never changes, as far as this process has read them. */
export class KnownTokens {
  readonly #tokens: StoredTokens;
  readonly #known = new Map<string, StoredToken>();

  constructor(tokens: StoredTokens) {
    this.#tokens = tokens;
  }

  /** Whose token a text is; undefined where it is none of this tenant. */
  async of(tenant: string, text: string): Promise<TokenOf | undefined> {
    const given = tokenFrom(text);
    if (given?.of !== 'payer' || given.tenant !== tenant) return undefined;
    const token = await this.#find(tenant, given.tokenId);
    if (token === undefined || !isSecretOf(given.secret, token.secretHash)) return undefined;
    return { payer: token.holder as PayerKey, id: given.tokenId };
  }

  async #find(tenant: string, id: string): Promise<StoredToken | undefined> {
    const key = JSON.stringify([tenant, id]);
    const token = this.#known.get(key) ?? (await this.#tokens.find(tenant, id));
    if (token === undefined) return undefined;
    this.#known.delete(key);
    this.#known.set(key, token);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KNOWN_MAX) break;
      this.#known.delete(oldest);
    }
    return token;
  }
}
