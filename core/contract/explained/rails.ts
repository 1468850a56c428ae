import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of rails, and of what they collect. */
export const railRejections = {
  'rail.not-connected': {
    means: 'The tenant is not connected to this rail.',
    fix: 'Connect it first: `PUT /v1/rails/stripe`.',
  },
  'rail.url-refused': {
    means: 'Secrets are sent to the rail’s own address alone.',
    fix: 'Leave `url` out. A local stack takes an address of its own machine.',
  },
  'rail.secrets-refused': {
    means: 'The secrets have not the form of any, or the rail does not take them.',
    fix: 'Copy them anew; a restricted key needs the permissions that docs/rails.md lists.',
  },
  'rail.signature-refused': {
    means:
      'The event is not signed by the secret of this tenant, was signed more than five minutes ago, or the tenant is not connected.',
    fix: 'Compare the address of the endpoint and its secret, as the rail shows them, with what was put.',
  },
  'rail.in-use': {
    means: 'A collection is open: its money may still come.',
    fix: 'Wait until it is paid or has expired, a day at most for who has not paid. A key of the same account and mode can be put at any time.',
  },
  'rail.changed-meanwhile': {
    means: 'Others were changing the rail at the same time.',
    fix: 'Send the same request again.',
  },
  'rail.outcome-unknown': {
    means: 'The rail has not said what became of a call.',
    fix: 'Send the same request again: nothing is begun twice. Stripe’s own status page may say why.',
  },
  'collection.nothing-due': {
    means: 'Nothing is due of the invoice.',
    fix: 'There is nothing to do: it is paid, credited or void.',
  },
  'collection.amount-not-collectable': {
    means: 'The rail does not collect this amount, or this currency.',
    fix: 'Collect it in another way, such as a transfer.',
  },
  'collection.under-way': {
    means:
      'The payer has paid another amount than what is due now, and it is not known yet whether the money comes.',
    fix: 'Wait until the collection is `settled` or `failed`, then ask again.',
  },
  'collection.refused': {
    means: 'The rail refuses to collect it.',
    fix: 'See in `detail` what it says, and change that. The next request is another attempt.',
  },
  'collection.too-many': {
    means: 'It was tried to collect the invoice a thousand times.',
    fix: 'Collect it in another way.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
