import * as z from 'zod';
import { tokenActions } from '../route.ts';
import { instant, type ShapeOf, type Unchanged } from '../shapes.ts';
import { amountLimit } from './budget-shapes.ts';
import { exactMoney } from './shapes.ts';

export const tokenId = z
  .string()
  .min(1)
  .max(60)
  .meta({
    description: 'As `POST /v1/payers/{payer}/tokens` answered it; it is no secret.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.1f.0'],
  });

const actions = z
  .array(z.enum(tokenActions))
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'give each action once')
  .meta({
    description:
      'What it is for: charges and holds, reading what is spent, budgets of the payer’s own, top-ups, refunds.',
  });

export const tokenBody = z
  .strictObject({
    actions,
    limit: amountLimit.optional().meta({
      description:
        'What can be charged with it in all, with tax, in the currency of the payer’s plan. With a limit it changes no budgets.',
    }),
    expiresIn: z
      .int()
      .min(1)
      .max(2_592_000)
      .meta({ description: 'Seconds until it ends: 30 days at most.', examples: [86_400] }),
  })
  .meta({
    id: 'TokenRequest',
    examples: [
      {
        actions: ['charge', 'read'],
        limit: { amount: '5.00', currency: 'EUR' },
        expiresIn: 86_400,
      },
    ],
  });
export type TokenBody = ShapeOf<typeof tokenBody>;

const tokenFields = {
  id: tokenId,
  payer: z.string(),
  actions: z.array(z.enum(tokenActions)),
  limit: z
    .object({ amount: exactMoney, currency: z.string() })
    .nullable()
    .meta({ description: 'Null where only the payer’s own bounds count.' }),
  endsAt: instant,
} as const;

export const issuedToken = z
  .object({
    token: z.string().meta({
      description:
        'Shown this once. Sent as `Authorization: Bearer ftp_…`, or to the second front in the cookie `farthing-token`; never in an address.',
    }),
    ...tokenFields,
  })
  .meta({ id: 'IssuedToken' });
export type IssuedTokenAnswer = Unchanged<ShapeOf<typeof issuedToken>>;

const payerToken = z
  .object({
    ...tokenFields,
    createdAt: instant,
    spent: exactMoney.meta({ description: 'What was charged with it, with tax.' }),
  })
  .meta({ id: 'PayerToken', description: 'A token of a payer; never its secret.' });
export type PayerTokenAnswer = Unchanged<ShapeOf<typeof payerToken>>;

export const tokenList = z
  .object({ tokens: z.array(payerToken).meta({ description: 'The oldest first; at most 50.' }) })
  .meta({ id: 'TokenList', description: 'Tokens that are in force.' });

export const tokenRevoked = z
  .object({ id: tokenId })
  .meta({ id: 'TokenRevoked', description: 'A token that is refused from now on.' });
