import type { Random } from '../kernel/random.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { newSecret } from './api-key.ts';

/**
 * The parts of `ftp_<tenant>_<token id>_<secret>`. The tenant is in base64url. The token id leads to the payer's log,
 * and so to its payer; neither is secret. The secret is 256 random bits.
 */
export interface PayerTokenText {
  readonly tenant: string;
  readonly tokenId: string;
  readonly secret: string;
}

/** A token as it was made, of what never changes; whether it was revoked since, or is spent, each decision looks up. */
interface StoredToken {
  readonly payer: string;
  /** SHA-256 of the secret. */
  readonly secretHash: Uint8Array;
  /** From then on it is refused. */
  readonly endsAt: Timestamp;
}

/** Where tokens of payers are. */
export interface PayerTokens {
  /** Strongly consistent: who is refused is refused for a minute, so a new one must be found at once. */
  find(tenant: string, tokenId: string): Promise<StoredToken | undefined>;
}

/** The log in an id is of 22 characters, and the secret of 43: so the text has one reading. */
const TOKEN_ID = '[A-Za-z0-9_-]{22}\\.[0-9a-z]{1,11}\\.[0-9a-z]{1,4}';
const TOKEN = new RegExp(`^ftp_([A-Za-z0-9_-]{2,172})_(${TOKEN_ID})_([0-9A-Za-z]{43})$`);
const ANYWHERE = /ftp_[\w-]{2,172}_[\w-]{22}\.[0-9a-z]{1,11}\.[0-9a-z]{1,4}_[0-9A-Za-z]{43}/;

/** Another secret for a token. */
export const newTokenSecret = (random: Random): string => newSecret(random);

export const payerTokenText = ({ tenant, tokenId, secret }: PayerTokenText): string =>
  `ftp_${base64url(tenant)}_${tokenId}_${secret}`;

/** The reverse of `payerTokenText`; undefined for any other text. */
export function payerTokenFrom(text: string): PayerTokenText | undefined {
  const [, encoded = '', tokenId = '', secret = ''] = TOKEN.exec(text) ?? [];
  const tenant = Buffer.from(encoded, 'base64url').toString('utf8');
  return tenant !== '' && base64url(tenant) === encoded ? { tenant, tokenId, secret } : undefined;
}

/** Whether a text that may be written down somewhere has a token in it. */
export const hasPayerToken = (text: string): boolean => ANYWHERE.test(text);

const base64url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');
