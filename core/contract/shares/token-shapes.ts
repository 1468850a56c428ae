import * as z from 'zod';
import { payeeTokenActions } from '../route.ts';
import { instant, type ShapeOf, type Unchanged } from '../shapes.ts';
import { payeeKey } from './shapes.ts';

export const payeeTokenId = z
  .string()
  .min(1)
  .max(40)
  .meta({
    description: 'As `POST /v1/payees/{key}/tokens` answered it; it is no secret.',
    examples: ['kR3vZ0QdC9yqUe2rT1hLnA.1'],
  });

const actions = z
  .array(z.enum(payeeTokenActions))
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'give each action once')
  .meta({
    description:
      'What it is for: `read` what it earns, is told and is paid; `payout`: say how it is paid, and from which amount on.',
  });

export const payeeTokenBody = z
  .strictObject({
    actions,
    expiresIn: z
      .int()
      .min(1)
      .max(2_592_000)
      .meta({ description: 'Seconds until it ends: 30 days at most.', examples: [604_800] }),
  })
  .meta({
    id: 'PayeeTokenRequest',
    examples: [{ actions: ['read', 'payout'], expiresIn: 604_800 }],
  });

const tokenFields = {
  id: payeeTokenId,
  payee: payeeKey,
  actions: z.array(z.enum(payeeTokenActions)),
  endsAt: instant,
} as const;

export const issuedPayeeToken = z
  .object({
    token: z.string().meta({
      description:
        'Shown this once. Sent as `Authorization: Bearer fte_…`, or to the second front in the cookie `farthing-payee-token`; never in an address.',
    }),
    ...tokenFields,
  })
  .meta({ id: 'IssuedPayeeToken' });
export type IssuedPayeeTokenAnswer = Unchanged<ShapeOf<typeof issuedPayeeToken>>;

const payeeToken = z
  .object({ ...tokenFields, createdAt: instant })
  .meta({ id: 'PayeeToken', description: 'A token of a payee; never its secret.' });
export type PayeeTokenAnswer = Unchanged<ShapeOf<typeof payeeToken>>;

export const payeeTokenList = z
  .object({ tokens: z.array(payeeToken).meta({ description: 'The oldest first; at most 50.' }) })
  .meta({ id: 'PayeeTokenList', description: 'Tokens that are in force.' });

export const payeeTokenRevoked = z
  .object({ id: payeeTokenId })
  .meta({ id: 'PayeeTokenRevoked', description: 'A token that is refused from now on.' });
