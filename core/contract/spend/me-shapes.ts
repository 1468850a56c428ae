import * as z from 'zod';
import { payerKey } from '../catalog/payer-shape.ts';
import { tokenActions } from '../route.ts';
import { instant, type ShapeOf, type Unchanged } from '../shapes.ts';
import { exactMoney } from './shapes.ts';
import { tokenId } from './token-shapes.ts';
import { topUpRail } from './top-up-shapes.ts';

export const chargeId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description: 'A charge, or a hold that was captured, by its id.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.1f.0'],
  });

/** Until when, and how often, what a view cost is given back. */
export const viewRefundSettings = z
  .strictObject({
    withinMinutes: z.int().min(1).max(1_440).meta({
      description: 'So long after it was charged; a day at most.',
    }),
    perDay: z.int().min(1).max(10).meta({
      description: 'So many of one payer on one of its days.',
    }),
  })
  .meta({
    id: 'ViewRefundSettings',
    description:
      'A payer that has a wallet may have back what a view cost, without asking why. Left out: it may not.',
    examples: [{ withinMinutes: 15, perDay: 3 }],
  });

export const meQuery = z
  .strictObject({
    payer: payerKey.optional().meta({ description: 'With a key: as who it is to be answered.' }),
    cookie: z.enum(['keep', 'forget']).optional().meta({
      description:
        'For pages of the second front: `keep` has the browser keep the token of the `Authorization` header in the cookie `farthing-token` until it is closed, `forget` takes that away. The HTTP API sets none.',
    }),
  })
  .meta({ description: 'Whom it is about.' });

export const askingPayer = z
  .object({
    payer: z.string(),
    currency: z.string().meta({ description: 'That of the payer’s plan.' }),
    seller: z.object({
      name: z.string(),
      email: z.string().optional().meta({ description: 'Where the seller answers.' }),
    }),
    token: z
      .object({
        id: tokenId,
        actions: z.array(z.enum(tokenActions)),
        limit: exactMoney.nullable().meta({ description: 'Null where it has none of its own.' }),
        spent: exactMoney,
        endsAt: instant,
      })
      .nullable()
      .meta({ description: 'The one that was asked with; null where a key was.' }),
    refunds: viewRefundSettings
      .extend({ left: z.int().min(0).meta({ description: 'How many of this day are left.' }) })
      .meta({ id: 'ViewRefunds', description: 'Until when, and how often, a view is given back.' })
      .nullable()
      .meta({ description: 'Null where the seller gives back no views.' }),
    topUps: z
      .object({
        least: exactMoney.meta({ description: 'No less is asked for at once.' }),
        most: exactMoney.meta({ description: 'No more is asked for at once.' }),
        rails: z.array(topUpRail).meta({ description: 'Those that are connected.' }),
        refundable: z.boolean().meta({
          description: 'Whether what was bought and is not spent may be had back.',
        }),
      })
      .nullable()
      .meta({ description: 'Null where the seller lets no payer top up by itself.' }),
  })
  .meta({ id: 'AskingPayer', description: 'Who asks with a token, and what it may.' });
export type AskingPayerAnswer = Unchanged<ShapeOf<typeof askingPayer>>;

export const refundedView = z
  .object({
    id: chargeId,
    payer: z.string(),
    amount: exactMoney.meta({ description: 'What it had cost, with tax: it is in the wallet.' }),
    currency: z.string(),
    refundedAt: instant,
  })
  .meta({ id: 'RefundedView', description: 'What a view had cost is given back.' });
export type RefundedViewAnswer = Unchanged<ShapeOf<typeof refundedView>>;
