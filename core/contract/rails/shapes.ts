import * as z from 'zod';
import { calledUrl } from '../catalog/chain-shapes.ts';
import { planCurrency } from '../catalog/plan-shapes.ts';
import { amount, day } from '../invoices/line-shapes.ts';
import { marketplaceRail } from '../marketplace/rail-shape.ts';
import { instant } from '../shapes.ts';

const URL_LENGTH_MAX = 2_000;

const railName = z.enum(['stripe']).meta({ id: 'RailName', description: 'How it is collected.' });

/** A page of the seller's that a payer comes back to; of a site on the very machine of its reader, without TLS. */
export const pageBack = (description: string) =>
  z
    .string()
    .max(URL_LENGTH_MAX)
    .regex(
      /^(?:https:\/\/[!-~]|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?\/)[!-~]*$/,
      'give an https URL, percent-encoded',
    )
    .meta({ description, examples: ['https://shop.example/invoices/INV-2026-000001'] });

/** How they must look is looked at where no answer repeats them. */
const railSecret = (description: string) => z.string().meta({ description, writeOnly: true });

export const stripeRailBody = z
  .strictObject({
    secretKey: railSecret(
      'A secret or restricted key of the Stripe account: `sk_…` or `rk_…`. It may write Checkout Sessions, and read payments, refunds, disputes and events.',
    ),
    webhookSecret: railSecret(
      'What Stripe signs with at the endpoint of this tenant, `…/v1/rails/stripe/events/{tenant}`: `whsec_…`.',
    ),
    url: z.string().max(URL_LENGTH_MAX).optional().meta({
      description:
        'Of a program that plays Stripe, on the machine of a local stack. Elsewhere refused.',
    }),
  })
  .meta({ id: 'StripeRailBody' });

export const rail = z
  .object({
    name: railName,
    mode: z.enum(['live', 'test']).meta({ description: 'Of its key: whether money moves.' }),
    connectedAt: instant,
    seenTo: instant.meta({
      description:
        'Whatever the rail had told of by then is known, whether it came by itself or was asked for.',
    }),
    eventsPath: z.string().meta({
      description: 'Where the rail is to send its events, below the address of this interface.',
      examples: ['/v1/rails/stripe/events/acme'],
    }),
  })
  .meta({ id: 'Rail' });

/** How header and value must look is looked at where no answer repeats them. */
export const facilitatorBody = z
  .strictObject({
    facilitator: calledUrl.meta({
      description: 'As the billing settings name it: the key is sent to no other address.',
      examples: ['https://facilitator.example/x402'],
    }),
    header: z.string().meta({
      description: 'The header that has the key.',
      examples: ['x-api-key'],
    }),
    value: railSecret('What stands in that header: 1 to 2,048 visible characters of ASCII.'),
  })
  .meta({ id: 'FacilitatorBody' });

export const facilitatorRail = z
  .object({ facilitator: z.string(), header: z.string() })
  .meta({ id: 'FacilitatorRail', description: 'Who settles on a chain, and knows the tenant.' });

const directDebit = z
  .object({
    name: z.string(),
    identifier: z.string().meta({ description: 'The creditor identifier.' }),
    iban: z.string(),
    scheme: z.enum(['CORE', 'B2B']),
    connectedAt: instant,
  })
  .meta({ id: 'DirectDebitRail', description: 'Who collects by direct debit.' });

export const railList = z
  .object({
    rails: z.array(rail),
    sepa: directDebit.optional(),
    x402: facilitatorRail.optional(),
    marketplace: marketplaceRail.optional(),
  })
  .meta({ id: 'RailList' });

export const collectionBody = z
  .strictObject({
    rail: railName,
    successUrl: pageBack(
      'Where the payer comes to, having paid. That they come says nothing of the money.',
    ),
    cancelUrl: pageBack('Where the payer comes back to, not having paid.'),
  })
  .meta({ id: 'CollectionBody' });

export const collection = z
  .object({
    id: z.string().meta({ examples: ['inv_9f86d081884c7d659a2feaa0c55ad015.1'] }),
    rail: z.enum(['stripe', 'sepa']).meta({ description: 'How it is collected.' }),
    status: z.enum(['prepared', 'submitted', 'settled', 'failed', 'expired']).meta({
      description:
        '`prepared`: whether the rail has it is not known yet. `submitted`: the payer may pay, while there is a `url`; without one the payer has paid, and the money has not come yet. `settled`: it has come, and is in the books. The others are over, without money.',
    }),
    currency: planCurrency,
    amount,
    url: z.string().optional().meta({ description: 'Where the payer pays.' }),
    expiresAt: instant.meta({ description: 'From then on nobody begins to pay.' }),
    createdAt: instant,
    reference: z.string().optional().meta({ description: 'What the rail calls it.' }),
    payment: z
      .string()
      .optional()
      .meta({ description: 'What the rail calls the payment, and the books as its `reference`.' }),
    reason: z.string().optional().meta({ description: 'Why it failed, in the rail’s words.' }),
    batch: z.string().optional().meta({ description: 'Of a direct debit: the batch it is in.' }),
    returnedOn: day.optional().meta({
      description: 'Of a direct debit: the day on which its money went back, for `reason`.',
    }),
  })
  .meta({ id: 'Collection' });

export const collectionList = z
  .object({ collections: z.array(collection) })
  .meta({ id: 'CollectionList' });

export const eventsTenant = z
  .string()
  .min(1)
  .max(128)
  .meta({
    description: 'The tenant that is connected.',
    examples: ['acme'],
  });

/** As much of an event as says what it is; the rest is Stripe's. */
export const stripeEvent = z
  .looseObject({
    id: z.string(),
    type: z.string(),
    data: z.looseObject({}),
  })
  .meta({
    id: 'StripeEvent',
    description: 'As Stripe sends it, signed in `Stripe-Signature`.',
  });

export const eventTaken = z.object({ received: z.literal(true) }).meta({ id: 'RailEventTaken' });
