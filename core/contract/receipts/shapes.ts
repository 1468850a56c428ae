import * as z from 'zod';
import type { ShapeOf, Unchanged } from '../shapes.ts';

export const receiptId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description:
      '`receiptId` of what was captured, or the id of a charge. The id of a hold leads to it for two days.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.1g.0'],
  });

const nanos = z
  .string()
  .regex(/^\d+$/)
  .meta({ description: 'In billionths of the major unit: see `assetScale`.' });
const numericDate = z.int().meta({ description: 'Seconds since 1970.' });

const receiptClaims = z
  .object({
    iss: z.string().meta({ description: 'Whose receipt it is: `farthing:` and the tenant.' }),
    sub: z.string().meta({ description: 'The payer, or its pseudonym.' }),
    jti: z.string().meta({
      description: 'Of the event that records it: the id of the hold, or of the charge.',
    }),
    iat: numericDate.meta({ description: 'When it was charged: seconds since 1970.' }),
    payee: z.string().meta({ description: 'Who is paid: the tenant.' }),
    receipt: receiptId.meta({ description: 'What this receipt is asked for by, at any time.' }),
    resource: z.string().optional().meta({ description: 'What was paid for: its address.' }),
    description: z.string().optional(),
    meter: z.string(),
    quantity: z.string(),
    subject: z.string().meta({ description: 'Whose usage it is.' }),
    by: z.string().optional().meta({
      description: 'By what it was paid: `x402`, `mpp`, `consent` or `threshold`.',
    }),
    net: nanos,
    tax: nanos,
    amount: nanos.meta({ description: '`net` and `tax`, in billionths of the major unit.' }),
    currency: z.string(),
    assetScale: z.literal(9).meta({ description: 'How many places the amounts have.' }),
    refundedAt: numericDate.optional().meta({
      description: 'When the amount was given back: seconds since 1970.',
    }),
  })
  .meta({ id: 'ReceiptClaims', description: 'What a receipt says.' });
export type ReceiptClaims = Unchanged<ShapeOf<typeof receiptClaims>>;

export const signedReceipt = z
  .object({
    receipt: z.string().meta({ description: 'A JWS (RFC 7515), compact, by Ed25519.' }),
    claims: receiptClaims,
  })
  .meta({ id: 'SignedReceipt' });

const publicKey = z
  .object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string().meta({ description: 'The 32 bytes of the key, in base64url.' }),
    kid: z.string().meta({ description: 'Its RFC 7638 thumbprint.' }),
    use: z.literal('sig'),
    alg: z.literal('EdDSA'),
  })
  .meta({ id: 'PublicKey', description: 'A JSON Web Key (RFC 7517, RFC 8037).' });

export const publicKeys = z
  .object({ keys: z.array(publicKey) })
  .meta({ id: 'PublicKeys', description: 'All keys: those of before, and those to come.' });
