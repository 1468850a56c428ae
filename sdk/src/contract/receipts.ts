// Made from core/contract by `npm run types:client`. Do not change it by hand.

/** A JSON Web Key (RFC 7517, RFC 8037). */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  /** The 32 bytes of the key, in base64url. */
  readonly x: string;
  /** Its RFC 7638 thumbprint. */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/** All keys: those of before, and those to come. */
export interface PublicKeys {
  readonly keys: readonly PublicKey[];
}

/** What a receipt says. */
export interface ReceiptClaims {
  /** Whose receipt it is: `farthing:` and the tenant. */
  readonly iss: string;
  /** The payer, or its pseudonym. */
  readonly sub: string;
  /** Of the event that records it: the id of the hold, or of the charge. */
  readonly jti: string;
  /** When it was charged: seconds since 1970. */
  readonly iat: number;
  /** Who is paid: the tenant. */
  readonly payee: string;
  /** What this receipt is asked for by, at any time. */
  readonly receipt: string;
  /** What was paid for: its address. */
  readonly resource?: string;
  readonly description?: string;
  readonly meter: string;
  readonly quantity: string;
  /** Whose usage it is. */
  readonly subject: string;
  /** By what it was paid: `x402`, `mpp`, `consent` or `threshold`. */
  readonly by?: string;
  /** In billionths of the major unit: see `assetScale`. */
  readonly net: string;
  /** In billionths of the major unit: see `assetScale`. */
  readonly tax: string;
  /** `net` and `tax`, in billionths of the major unit. */
  readonly amount: string;
  readonly currency: string;
  /** How many places the amounts have. */
  readonly assetScale: 9;
  /** When the amount was given back: seconds since 1970. */
  readonly refundedAt?: number;
}

export interface SignedReceipt {
  /** A JWS (RFC 7515), compact, by Ed25519. */
  readonly receipt: string;
  readonly claims: ReceiptClaims;
}

/** The operations of receipts. */
export interface ReceiptsOperations {
  /** The receipt of what was charged, signed. */
  readonly getReceipt: {
    readonly method: 'GET';
    readonly path: '/v1/receipts/{id}';
    readonly answer: SignedReceipt;
  };
  /** The public keys that receipts are verified with. */
  readonly getPublicKeys: {
    readonly method: 'GET';
    readonly path: '/.well-known/jwks.json';
    readonly answer: PublicKeys;
  };
}
