import * as z from 'zod';
import { bodyProblems, json, type Operation, ok, queryProblems } from './operation.ts';
import type { RouteKey } from './route-key.ts';
import { noParameters } from './shapes.ts';
import { billingDocument, periodLabel } from './shapes-invoices.ts';
import { plan, planBody, planKey, planList, planListParameters } from './shapes-plans.ts';
import { settings, settingsBody } from './shapes-settings.ts';

/** What `GET /v1/customers/{key}/preview` takes. */
export const previewParameters = z.strictObject({ period: periodLabel });

const planProblems = [
  'plan.currency-unknown',
  'plan.currency-changed',
  'plan.date-invalid',
  'plan.versions-unordered',
  'plan.key-repeated',
  'plan.meter-unsuited',
  'plan.dimension-unknown',
  'price.model-unknown',
  'price.negative',
  'price.too-precise',
  'price.out-of-range',
  'price.package-empty',
  'price.tiers-overlap',
  'price.tiers-gap',
  'price.tiers-not-open',
  'price.limits-crossed',
  'price.count-meter-missing',
] as const;

/** The operations of plans, billing settings and previews. */
export const planOperations = {
  'GET /v1/plans': {
    id: 'listPlans',
    query: planListParameters,
    answers: ok('A page of plans', planList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/plans/{key}': {
    id: 'getPlan',
    path: { key: planKey },
    query: noParameters,
    answers: ok('The plan', plan),
    problems: [...queryProblems, 'plan.not-found'],
  },
  'PUT /v1/plans/{key}': {
    id: 'putPlan',
    description:
      'The whole plan. A version that has begun anywhere stays as it is: add one from a later day.',
    path: { key: planKey },
    query: noParameters,
    request: json(planBody),
    answers: {
      200: { description: 'Replaced, or so already', content: json(plan) },
      201: { description: 'Created', content: json(plan) },
    },
    problems: [
      ...bodyProblems,
      'request.bad-key',
      'meter.not-found',
      'plan.version-in-force',
      'plan.changed-meanwhile',
      ...planProblems,
    ],
  },
  'GET /v1/billing-settings': {
    id: 'getBillingSettings',
    query: noParameters,
    answers: ok('The billing settings', settings),
    problems: [...queryProblems, 'billing-settings.not-found'],
  },
  'PUT /v1/billing-settings': {
    id: 'putBillingSettings',
    description:
      'All of them: what is left out takes its default. From then on, months are billed. The default plan stays once there is one.',
    query: noParameters,
    request: json(settingsBody),
    answers: {
      200: { description: 'Replaced', content: json(settings) },
      201: { description: 'Created', content: json(settings) },
    },
    problems: [
      ...bodyProblems,
      'time-zone.unknown',
      'invoice.series-invalid',
      'invoice.tax-invalid',
      'plan.not-found',
      'billing-settings.default-plan-fixed',
      'billing-settings.changed-meanwhile',
    ],
  },
  'GET /v1/customers/{key}/preview': {
    id: 'previewInvoice',
    description:
      'As usage, plans and books are now; nothing is written. A subject that pays for itself under the default plan is `subject:` and its name. `obstacle` says why a run would set the month aside.',
    path: { key: z.string().min(1).max(1_100) },
    query: previewParameters,
    answers: ok('A draft of the invoice, or the statement why there is none', billingDocument),
    problems: [
      ...queryProblems,
      'period.malformed',
      'customer.not-found',
      'customer.unpriced',
      'billing-settings.not-found',
    ],
  },
} as const satisfies Partial<Record<RouteKey, Operation>>;
