import * as z from 'zod';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { customerDryRun, customerPutParameters } from './customer-dry-run.ts';
import {
  customer,
  customerBody,
  customerHistory,
  customerKey,
  customerList,
  customerListParameters,
  putCustomer,
} from './customer-shapes.ts';
import { logo, logoBody, logoBodyMax } from './logo-shapes.ts';
import { meter, meterDefinition, meterKey, meterList } from './meter-shapes.ts';
import { plan, planBody, planKey, planList, planListParameters, putPlan } from './plan-shapes.ts';
import { priceCalculation, priceCalculationBody } from './price-shapes.ts';
import type { catalogRoutes } from './routes.ts';
import { settings, settingsBody } from './settings-shapes.ts';

const priceProblems = [
  'plan.currency-unknown',
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

const planProblems = [
  ...priceProblems,
  'plan.currency-changed',
  'plan.date-invalid',
  'plan.versions-unordered',
  'plan.key-repeated',
  'plan.meter-unsuited',
  'plan.dimension-unknown',
] as const;

/** The operations of meters, customers, plans and billing settings. */
export const catalogOperations = {
  'GET /v1/meters': {
    id: 'listMeters',
    query: noParameters,
    answers: ok('All meters', meterList),
    problems: queryProblems,
  },
  'GET /v1/meters/{key}': {
    id: 'getMeter',
    path: { key: meterKey },
    query: noParameters,
    answers: ok('The meter', meter),
    problems: [...queryProblems, 'meter.not-found'],
  },
  'PUT /v1/meters/{key}': {
    id: 'putMeter',
    description:
      'A meter also counts the events that came before it: `backfill` says how far that is. The same request again changes nothing.',
    path: { key: meterKey },
    query: noParameters,
    request: json(meterDefinition),
    readBy: 'core',
    answers: {
      200: { description: 'There was such a meter', content: json(meter) },
      201: { description: 'Created', content: json(meter) },
    },
    problems: [...bodyProblems, 'meter.already-defined', 'meter.too-many', 'queue.unavailable'],
  },
  'GET /v1/customers': {
    id: 'listCustomers',
    query: customerListParameters,
    answers: ok('A page of customers', customerList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/customers/{key}': {
    id: 'getCustomer',
    path: { key: customerKey },
    query: noParameters,
    answers: ok('The customer', customer),
    problems: [...queryProblems, 'customer.not-found'],
  },
  'PUT /v1/customers/{key}': {
    id: 'putCustomer',
    description:
      'The whole customer: what is left out takes its default. A plan without days, the time zone and the subjects count from `from` on. With `dryRun=true` nothing is changed, and the answer says what would be. At most 300 KB.',
    path: { key: customerKey },
    query: customerPutParameters,
    request: json(customerBody),
    bodyMax: 300 * 1024,
    readBy: 'core',
    answers: {
      200: {
        description: 'Replaced, or so already; of a dry run, what the change would do',
        content: json(z.union([putCustomer, customerDryRun])),
      },
      201: { description: 'Created', content: json(putCustomer) },
    },
    problems: [
      ...bodyProblems,
      'time-zone.unknown',
      'customer.changed-meanwhile',
      'customer.currency-mixed',
      'subject.already-assigned',
      'period.already-invoiced',
      'plan.not-found',
      'plan.date-invalid',
      'plan.currency-unknown',
      'price.negative',
      'price.out-of-range',
      'price.too-precise',
      'invoice.tax-invalid',
    ],
  },
  'GET /v1/customers/{key}/history': {
    id: 'listCustomerHistory',
    description:
      'The latest first. Of what was put before histories were kept it is not known when, or by which key.',
    path: { key: customerKey },
    query: customerListParameters,
    answers: ok('A page of what the customer was', customerHistory),
    problems: [...queryProblems, 'request.bad-cursor', 'customer.not-found'],
  },
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
    readBy: 'core',
    answers: {
      200: { description: 'Replaced, or so already', content: json(putPlan) },
      201: { description: 'Created', content: json(putPlan) },
    },
    problems: [
      ...bodyProblems,
      'meter.not-found',
      'plan.version-in-force',
      'plan.changed-meanwhile',
      ...planProblems,
    ],
  },
  'POST /v1/price-calculations': {
    id: 'calculatePrice',
    description:
      'Changes nothing and reads no usage. A charge is rated as a whole month is billed: by the same functions, in the same words.',
    query: noParameters,
    request: json(priceCalculationBody),
    readBy: 'core',
    answers: ok('What it comes to', priceCalculation),
    problems: [...bodyProblems, 'plan.not-found', ...priceProblems],
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
    readBy: 'core',
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
      'plan.date-invalid',
      'logo.not-found',
      'billing-settings.default-plan-fixed',
      'billing-settings.changed-meanwhile',
    ],
  },
  'POST /v1/logos': {
    id: 'keepLogo',
    description: [
      'The same picture is the same `logo`, however often it is sent; where it is kept already, nothing is done. To have it on documents, put the billing settings with it.',
      'A PNG is kept as red, green and blue on white, a JPEG without what is not its picture. At most 1 MiB, 4,000 pixels a side and 2,000,000 in all, and 256 KiB as it is kept.',
    ].join(' '),
    query: noParameters,
    request: json(logoBody),
    bodyMax: logoBodyMax,
    answers: ok('It is kept', logo),
    problems: [...bodyProblems, 'logo.invalid'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof catalogRoutes>, Operation>>;
