import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { payerKey } from '../catalog/payer-shape.ts';
import { itemKey } from '../catalog/plan-shapes.ts';
import {
  cursorText,
  instant,
  monthText,
  nextCursor,
  type ShapeOf,
  textUpTo,
  type Unchanged,
  wholeNumberText,
} from '../shapes.ts';
import { exactMoney } from '../spend/shapes.ts';

/** As many have room in a request, and are signed in a quarter of a second. */
export const requestsMax = 150;
/** A token request is 259 bytes, a response 256, a key 342: in base64url. */
const TEXT_MAX = 500;

export const privatePassKey = itemKey.meta({
  id: 'PrivatePassKey',
  description: 'A private pass that is offered, by its key.',
  examples: ['front'],
});

/** What a private pass is on the wire, but for its key. */
export const privatePassBody = z
  .strictObject({
    name: textUpTo(200).meta({ description: 'What payers are shown.' }),
    meter: meterKey.meta({
      description: 'What a token pays one unit of, at the price of the default plan.',
    }),
    issuer: z
      .string()
      .regex(
        /^[a-z0-9.-]{1,100}(?::\d{1,5})?$/,
        'give a host in small letters, of at most 100 characters, such as pay.news.example',
      )
      .meta({
        description:
          'The host, in small letters, at which clients find the directory of keys; each token says it.',
        examples: ['pay.news.example'],
      }),
    crowd: z.int().min(1).max(100_000).optional().meta({
      description:
        'Tokens of a month are taken once so many payers have bought some: 20 where left out.',
    }),
    months: z.int().min(1).max(6).optional().meta({
      description:
        'For so many whole months after the one in which it was bought a token can be used: 1 where left out.',
    }),
    archived: z.literal(true).optional().meta({
      description: 'Nobody buys it any more; tokens that were bought stay good.',
    }),
    revision: z.int().min(0).optional().meta({
      description:
        'The revision this replaces, 0 to create: refused when there is another. Left out, whatever there is.',
    }),
  })
  .meta({
    id: 'PrivatePassBody',
    examples: [{ name: 'Private reads', meter: 'reads', issuer: 'pay.news.example' }],
  });
export type PrivatePassBody = ShapeOf<typeof privatePassBody>;

const { revision: _, ...privatePassFields } = privatePassBody.shape;
/** A private pass as it is kept. */
export const keptPrivatePass = z.strictObject(privatePassFields);

const keyText = z.string().max(TEXT_MAX);

const epochFields = {
  month: monthText.meta({ description: 'In UTC: tokens of this key are sold within it.' }),
  keyId: keyText.meta({ description: 'SHA-256 of the public key, in base64url.' }),
  price: exactMoney.meta({ description: 'Of one token, with tax.' }),
  currency: z.string(),
  endsAt: instant.meta({ description: 'From then on no token of it is taken.' }),
} as const;

const privateEpoch = z
  .object({
    ...epochFields,
    tokenKey: keyText.meta({
      description: 'The public key, as `token-key` of RFC 9577: compare it with the directory.',
    }),
    challenge: z
      .string()
      .meta({ description: 'What each token answers: `challenge` of RFC 9577.' }),
  })
  .meta({ id: 'PrivateEpoch', description: 'What is sold now.' });

export const privatePass = z
  .object({
    key: privatePassKey,
    ...privatePassFields,
    revision: z.int().min(1),
    epoch: privateEpoch.nullable().meta({
      description: 'Null of one that is archived, or that the default plan has no price for.',
    }),
    unsold: z
      .string()
      .optional()
      .meta({ description: 'Why nothing is sold now, for a person: only where `epoch` is null.' }),
  })
  .meta({ id: 'PrivatePass' });
export type PrivatePassAnswer = Unchanged<ShapeOf<typeof privatePass>>;

export const privatePassListParameters = z.strictObject({
  cursor: cursorText.optional(),
  limit: wholeNumberText({ min: 1, max: 50 }).optional(),
});

export const privatePassList = z.object({ passes: z.array(privatePass), nextCursor }).meta({
  id: 'PrivatePassList',
  description: 'A page of the private passes that are offered, by key.',
});

const standing = z
  .object({
    ...epochFields,
    crowd: z.int().meta({ description: 'How many payers have bought some.' }),
    sold: z.int().meta({ description: 'Tokens that were paid and signed.' }),
    used: z.int().meta({ description: 'Those that were used, and what they paid for served.' }),
    held: z.int().meta({ description: 'Those that something is being served for.' }),
    open: z.int().meta({ description: 'Those that can still be used.' }),
    broken: z.int().meta({ description: 'Those that ended unused, and are earned.' }),
    paid: exactMoney.meta({ description: 'What wallets paid for those that were sold.' }),
    invoiced: exactMoney.meta({ description: 'What of that has paid invoices of what was used.' }),
    earned: exactMoney.meta({ description: 'What of that was earned, as it ended unused.' }),
    left: exactMoney.meta({ description: '`paid`, less `invoiced` and `earned`.' }),
  })
  .meta({
    id: 'PrivateEpochStanding',
    description: '`sold` is `used`, `held`, `open` and `broken`, and none of them is below zero.',
  });
export type PrivateStandingAnswer = Unchanged<ShapeOf<typeof standing>>;

export const privatePassStanding = z
  .object({ key: privatePassKey, name: z.string(), epochs: z.array(standing) })
  .meta({
    id: 'PrivatePassStanding',
    description: 'The latest month first, of the last ten months.',
  });

export const privatePurchase = z
  .strictObject({
    privatePass: privatePassKey,
    keyId: keyText.meta({ description: 'The key that they are made for, as it is listed.' }),
    requests: z.array(keyText).min(1).max(requestsMax).meta({
      description:
        'Token requests of RFC 9578, each in base64url. The same ones again are answered as they were: nothing more is paid.',
    }),
  })
  .meta({
    id: 'PrivatePurchase',
    examples: [{ privatePass: 'front', keyId: 'wMXC…', requests: ['AAIm…'] }],
  });

export const privateTokens = z
  .object({
    payer: payerKey,
    privatePass: privatePassKey,
    month: epochFields.month,
    amount: exactMoney.meta({ description: 'What was taken out of the wallet.' }),
    currency: z.string(),
    endsAt: epochFields.endsAt,
    responses: z.array(z.string()).meta({
      description: 'Token responses of RFC 9578, each in base64url, in the order of the requests.',
    }),
  })
  .meta({ id: 'PrivateTokens', description: 'What was signed, without having been seen.' });

export const tokenDirectory = z
  .object({
    'issuer-request-uri': z.string(),
    'token-keys': z.array(
      z.object({
        'token-type': z.int(),
        'token-key': z.string(),
        'not-before': z.int().meta({ description: 'In whole seconds since 1970.' }),
      }),
    ),
  })
  .meta({
    id: 'TokenDirectory',
    description: 'Those that are sold now first, then those that are still taken.',
  });
