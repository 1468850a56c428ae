import type { Random } from '../kernel/random.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { newSecret } from './api-key.ts';

/** Of whom a token is: of who pays, or of who is paid. */
const tokenHolders = ['payer', 'payee'] as const;
export type TokenHolder = (typeof tokenHolders)[number];

/**
 * The parts of `ftp_<tenant>_<token id>_<secret>`; `fte_` where it is of a payee. The tenant is in base64url. The token
 * id leads to where the holder's tokens are, and so to the holder; neither is secret. The secret is 256 random bits.
 */
export interface TokenText {
  readonly of: TokenHolder;
  readonly tenant: string;
  readonly tokenId: string;
  readonly secret: string;
}

/** A token as it was made, of what never changes; whether it was revoked since, each request looks up. */
export interface StoredToken {
  /** The key of its payer or payee. */
  readonly holder: string;
  /** SHA-256 of the secret. */
  readonly secretHash: Uint8Array;
  /** From then on it is refused. */
  readonly endsAt: Timestamp;
}

/** Where tokens of payers are, or of payees. */
export interface StoredTokens {
  /** Strongly consistent: who is refused is refused for a minute, so a new one must be found at once. */
  find(tenant: string, tokenId: string): Promise<StoredToken | undefined>;
}

/** Where all tokens are, by of whom they are. */
export type TokenStores = Readonly<Record<TokenHolder, StoredTokens>>;

const prefixes = { payer: 'ftp_', payee: 'fte_' } as const satisfies Record<TokenHolder, string>;

/** What an id begins with is of 22 characters, and the secret of 43: so the text has one reading. */
const ids = {
  payer: '[A-Za-z0-9_-]{22}\\.[0-9a-z]{1,11}\\.[0-9a-z]{1,4}',
  payee: '[A-Za-z0-9_-]{22}\\.[0-9a-z]{1,11}',
} as const satisfies Record<TokenHolder, string>;

const SECRET = '[0-9A-Za-z]{43}';

const patterns = tokenHolders.map((of) => ({
  of,
  whole: new RegExp(`^${prefixes[of]}([A-Za-z0-9_-]{2,172})_(${ids[of]})_(${SECRET})$`),
  anywhere: new RegExp(`${prefixes[of]}[\\w-]{2,172}_${ids[of]}_${SECRET}`),
}));

/** Another secret for a token. */
export const newTokenSecret = (random: Random): string => newSecret(random);

export const tokenText = ({ of, tenant, tokenId, secret }: TokenText): string =>
  `${prefixes[of]}${base64url(tenant)}_${tokenId}_${secret}`;

/** The reverse of `tokenText`; undefined for any other text. */
export function tokenFrom(text: string): TokenText | undefined {
  for (const { of, whole } of patterns) {
    const [, encoded = '', tokenId = '', secret = ''] = whole.exec(text) ?? [];
    const tenant = Buffer.from(encoded, 'base64url').toString('utf8');
    if (tenant !== '' && base64url(tenant) === encoded) return { of, tenant, tokenId, secret };
  }
  return undefined;
}

/** Whether a text that may be written down somewhere has a token in it. */
export const hasToken = (text: string): boolean =>
  patterns.some(({ anywhere }) => anywhere.test(text));

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');
