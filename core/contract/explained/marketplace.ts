import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of what is sold at AWS Marketplace. */
export const marketplaceRejections = {
  'marketplace.off': {
    means: 'The stack may not ask AWS Marketplace for this tenant.',
    fix: 'Name the tenant in `farthing:marketplaceTenant`, and deploy. The products are those of the AWS account of the stack.',
  },
  'marketplace.product-invalid': {
    means: 'The product has no such form.',
    fix: 'See in `detail` what is wrong. Its dimensions are those of the listing, each with what a unit costs there, in whole minor units; one of them has no `charges`.',
  },
  'marketplace.product-unknown': {
    means: 'The tenant has not put a product of this code.',
    fix: 'Put it first: `PUT /v1/rails/marketplace`, with the code that the listing has at AWS.',
  },
  'marketplace.in-use': {
    means:
      'A customer subscribes to the product, or has: what was reported goes by what the product is.',
    fix: 'List another product at AWS, and put that.',
  },
  'marketplace.token-refused': {
    means: 'AWS does not know the token, or it has expired: it does after some four hours.',
    fix: 'Send the buyer to AWS, to set up the account once more: it comes back with a new one.',
  },
  'marketplace.license-taken': {
    means: 'The license is another customer’s, or the customer subscribes to another product.',
    fix: 'Bind it to the customer that has it, or use a customer of its own for each product.',
  },
  'marketplace.customer-unfit': {
    means: 'An invoice of the customer would not be paid by what AWS accepts.',
    fix: 'Give the customer taxes without a rate, as AWS adds the tax, and let it use unapplied money. See docs/marketplace.md.',
  },
  'marketplace.not-subscribed': {
    means: 'The customer is not bound to a license.',
    fix: 'Bind it: `POST /v1/rails/marketplace/customers/{key}`, with the token that its buyer came with.',
  },
  'marketplace.refused': {
    means: 'AWS Marketplace refuses to answer.',
    fix: 'See in `detail` what it says. Products of usage alone have no entitlements.',
  },
} as const satisfies Readonly<Record<`marketplace.${string}`, ExplainedRejection>>;
