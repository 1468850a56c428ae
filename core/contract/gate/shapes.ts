import * as z from 'zod';
import { meterKey } from '../catalog/meter-shapes.ts';
import { decimalText, instant, type ShapeOf, textUpTo, type Unchanged } from '../shapes.ts';
import { dimensionValues, exactMoney, holdId, idempotency } from '../spend/shapes.ts';

const URL_MAX = 1_024;
/** What a payer sends: of x402 and MPP, JSON in base64. */
const SENT_MAX = 8_192;

const resource = z
  .strictObject({
    url: textUpTo(URL_MAX).meta({
      description:
        'Absolute, `http` or `https`, without a fragment: what an offer is for, to the letter.',
      examples: ['https://news.example/a/1'],
    }),
    description: textUpTo(256).optional(),
    mimeType: textUpTo(128).optional(),
  })
  .meta({ description: 'What was asked for.' });

const sent = z.string().max(SENT_MAX).optional();

const payment = z
  .strictObject({
    authorization: sent.meta({ description: 'The `Authorization` header, as it came.' }),
    paymentSignature: sent.meta({ description: 'The `PAYMENT-SIGNATURE` header of x402.' }),
    token: sent.meta({ description: 'A payer’s token, from the cookie of the site.' }),
    consent: sent.meta({ description: '`offer.consent`, as the page of a 402 posted it.' }),
    freeViews: sent.meta({ description: 'The cookie that counts free views, as it came.' }),
  })
  .meta({ description: 'What came with the request that may pay for it.' });

export const gateBody = z
  .strictObject({
    resource,
    meter: meterKey,
    quantity: decimalText.optional().meta({ description: 'One where left out.' }),
    subject: textUpTo(1_024).optional().meta({
      description: 'Whose usage it is. Left out where payers pay for one subject alone.',
    }),
    dimensions: dimensionValues.optional(),
    data: z.record(z.string(), z.unknown()).optional().meta({
      description:
        'What else the event says: at most 4 KB. `resource` is put in where it is not there: the address without its query.',
    }),
    payment: payment.optional(),
    expiresIn: z.int().min(1).max(900).optional().meta({
      description: 'Seconds that serving takes at most; 60 where left out.',
    }),
    once: z.boolean().optional().meta({
      description: 'Who paid for the resource pays nothing for it again on that day, the payer’s.',
    }),
    free: z
      .strictObject({ views: z.int().min(1).max(1_000), every: z.enum(['day', 'month']) })
      .optional()
      .meta({
        description:
          'So many are free, in UTC, of who sends no token. Counted in a cookie: who drops it begins anew.',
      }),
    topUpUrl: textUpTo(512).optional().meta({
      description: 'Where a payer adds money: told with each refusal.',
    }),
    idempotency: idempotency.meta({
      description:
        'Of what is paid without an offer: asked again under it, it is held once. Give each request that came in one.',
    }),
  })
  .meta({
    id: 'GateRequest',
    examples: [{ resource: { url: 'https://news.example/a/1' }, meter: 'views' }],
  });
export type GateBody = ShapeOf<typeof gateBody>;

const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())])).meta({
  description: 'To be sent with the answer. A list is sent as several lines.',
});

/** By what something was paid. */
export const gateDialects = ['x402', 'mpp', 'consent', 'threshold', 'private-token'] as const;
export type GateDialect = (typeof gateDialects)[number];
const by = z.enum(gateDialects).meta({
  description:
    '`x402`, `mpp`: by a program; `consent`: by the page of a 402; `threshold`: without being asked; `private-token`: by whoever has one.',
});

const priced = {
  net: exactMoney,
  tax: exactMoney,
  amount: exactMoney.meta({ description: '`net` and `tax`.' }),
} as const;

const gateHeld = z
  .object({
    outcome: z.literal('held'),
    id: holdId,
    payer: z.string(),
    by,
    ...priced,
    currency: z.string(),
    left: exactMoney.nullable().meta({
      description: 'What the payer can still spend. Null where nothing bounds it.',
    }),
    endsAt: instant.meta({ description: 'Captured later, it is charged only if it still fits.' }),
    repeated: z.boolean().meta({
      description:
        'It was held before under the same offer: serve it, capture it, and do not release it.',
    }),
    headers,
  })
  .meta({ id: 'GateHeld', description: 'Serve it, then capture; release it if that fails.' });

const gateFree = z
  .object({ outcome: z.literal('free'), headers })
  .meta({ id: 'GateFree', description: 'Serve it. Nothing is captured.' });

const gateProblem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    offer: z
      .object({
        amount: exactMoney.meta({ description: 'The most that it costs, with tax.' }),
        currency: z.string(),
        consent: z.string().meta({
          description: 'Posted to the same address with a token, it pays.',
        }),
        expiresAt: instant,
      })
      .optional()
      .meta({ description: 'For people; there with each 402 of which a price is known.' }),
    topUp: z.string().optional(),
  })
  .meta({ id: 'GateProblem', description: 'The body: a problem document of RFC 9457.' });

const gateRefused = z
  .object({
    outcome: z.literal('refused'),
    status: z.int().meta({ description: '402, 401, 409 or 503.' }),
    headers,
    problem: gateProblem,
  })
  .meta({
    id: 'GateRefused',
    description: 'Answer this, or a page of one’s own with the same status and headers.',
  });

export const gateAnswer = z
  .discriminatedUnion('outcome', [gateHeld, gateFree, gateRefused])
  .meta({ id: 'GateAnswer' });
export type GateAnswer = Unchanged<ShapeOf<typeof gateAnswer>>;
export type GateRefusalAnswer = Unchanged<ShapeOf<typeof gateRefused>>;
export type GateHeaders = GateAnswer['headers'];

export const gateCaptureBody = z
  .strictObject({
    quantity: decimalText.optional().meta({ description: 'What was held, where left out.' }),
  })
  .meta({ id: 'GateCaptureRequest', examples: [{}] });

export const gateCaptured = z
  .object({
    id: holdId,
    ...priced,
    currency: z.string(),
    quoted: z.object(priced).meta({ description: 'What was said when it was held.' }),
    receiptId: holdId.meta({ description: 'What `GET /v1/receipts/{id}` has the receipt of.' }),
    receipt: z.string().nullable().meta({
      description: 'A JWS, in its compact form; null where nothing signs.',
    }),
    headers,
  })
  .meta({
    id: 'GateCaptured',
    description: 'What was charged: at most what the payer was offered.',
  });
