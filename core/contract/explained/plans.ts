import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of plans and prices. */
export const planRejections = {
  'logo.invalid': {
    means: 'The picture is none that documents can have, or is too large.',
    fix: 'Save it as `detail` says, as PNG or JPEG.',
  },
  'logo.not-found': {
    means: 'The billing settings name a picture that is not kept.',
    fix: 'Send it first: `POST /v1/logos` answers what to name it by.',
  },
  'plan.not-found': {
    means: 'There is no plan of this key.',
    fix: 'Create it with `PUT /v1/plans/{key}`, or take one of `GET /v1/plans`.',
  },
  'plan.changed-meanwhile': {
    means: 'Others were changing the plan at the same time.',
    fix: 'Send the request again.',
  },
  'plan.version-in-force': {
    means: 'A version that has begun would be changed, left out or added.',
    fix: 'Keep it as it was, and add one from a later day; or make another plan.',
  },
  'plan.currency-unknown': {
    means: 'ISO 4217 does not list the currency, or it has no minor unit.',
    fix: 'Give a code such as `EUR`.',
  },
  'plan.currency-changed': {
    means: 'Versions of one plan are in several currencies.',
    fix: 'Keep one currency in all versions, or make another plan.',
  },
  'plan.date-invalid': {
    means: 'The day is none of the calendar, or before 1970.',
    fix: 'Give a day such as `2026-01-31`.',
  },
  'plan.versions-unordered': {
    means: 'Versions do not stand by the day they come into force, or two have the same day.',
    fix: 'List them by `effectiveFrom`, ascending, each day once.',
  },
  'plan.key-repeated': {
    means: 'Two charges or fees of a version have the same key.',
    fix: 'Give one of them a `key` of its own.',
  },
  'plan.meter-unsuited': {
    means: 'The price needs a meter that adds up otherwise.',
    fix: 'Name a meter of an aggregation that `detail` lists.',
  },
  'plan.dimension-unknown': {
    means: 'The charge filters by what is no dimension of its meter.',
    fix: 'Filter by one that `detail` lists, or make a meter that has it.',
  },
  'price.model-unknown': {
    means: 'There is no price model of this name.',
    fix: 'Name one of those of `Charge`.',
  },
  'price.negative': {
    means: 'A price, quantity or amount is below zero.',
    fix: 'Give zero or more. What a customer gets back is a credit note.',
  },
  'price.too-precise': {
    means:
      'A decimal has more places than are exact: 12, of a percentage 10, of a minimum charge 9.',
    fix: 'Use fewer places.',
  },
  'price.out-of-range': {
    means: 'A decimal has more than 24 digits before the point.',
    fix: 'Use a larger unit.',
  },
  'price.package-empty': {
    means: 'The size of a package is zero.',
    fix: 'Give a size above zero.',
  },
  'price.tiers-overlap': {
    means: 'A tier begins or ends below where the one before ends.',
    fix: 'Let each begin where the one before ends, or one above.',
  },
  'price.tiers-gap': {
    means:
      'Between two tiers there are quantities without a price, or the first does not begin at zero.',
    fix: 'Let each begin where the one before ends, or one above; leave out `from` to have it so.',
  },
  'price.tiers-not-open': {
    means: 'The last tier has an upper bound, or one before it has none.',
    fix: 'End the last tier, and no other, with `"upTo": null`.',
  },
  'price.limits-crossed': {
    means: 'A minimum is above its maximum.',
    fix: 'Give a minimum that is at most the maximum.',
  },
  'price.count-meter-missing': {
    means: 'An amount for each event needs to know how many there were.',
    fix: 'Name in `countMeter` the meter that counts these events.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
