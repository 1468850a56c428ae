import { customerKey } from '../catalog/customer-shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { railList } from '../rails/shapes.ts';
import { noParameters } from '../shapes.ts';
import { putMarketplaceRail } from './rail-shape.ts';
import type { marketplaceRoutes } from './routes.ts';
import {
  endBody,
  entitlementList,
  pageParameters,
  productBody,
  reportList,
  subscription,
  subscriptionBody,
  subscriptionList,
} from './shapes.ts';

const path = { key: customerKey };

/** The operations of what is sold at AWS Marketplace. */
export const marketplaceOperations = {
  'PUT /v1/rails/marketplace': {
    id: 'putMarketplaceProduct',
    description:
      'The stack has to be of the AWS account that sells it, and `farthing:marketplaceTenant` this tenant. A product that somebody subscribes to stays as it is. See docs/marketplace.md.',
    query: noParameters,
    request: json(productBody),
    answers: ok('All products', putMarketplaceRail),
    problems: [
      ...bodyProblems,
      'marketplace.off',
      'marketplace.product-invalid',
      'marketplace.in-use',
      'rail.url-refused',
      'rail.changed-meanwhile',
    ],
  },
  'POST /v1/rails/marketplace/disconnect': {
    id: 'disconnectMarketplace',
    description: 'Refused once anybody has subscribed.',
    query: noParameters,
    answers: ok('What is still connected', railList),
    problems: [
      ...queryProblems,
      'rail.not-connected',
      'marketplace.in-use',
      'rail.changed-meanwhile',
    ],
  },
  'GET /v1/rails/marketplace/customers': {
    id: 'listSubscriptions',
    query: pageParameters,
    answers: ok('A page of customers', subscriptionList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/rails/marketplace/customers/{key}': {
    id: 'getSubscription',
    path,
    query: noParameters,
    answers: ok('The subscription', subscription),
    problems: [...queryProblems, 'marketplace.not-subscribed'],
  },
  'POST /v1/rails/marketplace/customers/{key}': {
    id: 'subscribeCustomer',
    description:
      'From this month of the customer on, what it uses is reported to AWS, which bills it. Asked again, it is the same; by a new license of the same product, it goes on by that.',
    path,
    query: noParameters,
    request: json(subscriptionBody),
    answers: ok('The subscription', subscription),
    problems: [
      ...bodyProblems,
      'billing-settings.not-found',
      'customer.not-found',
      'marketplace.off',
      'marketplace.token-refused',
      'marketplace.product-unknown',
      'marketplace.license-taken',
      'marketplace.customer-unfit',
      'rail.outcome-unknown',
      'rail.changed-meanwhile',
    ],
  },
  'POST /v1/rails/marketplace/customers/{key}/end': {
    id: 'endSubscription',
    description:
      'AWS tells of it by itself, where it sends events to the stack; of older products, by SNS. Told again, it is as it was told first.',
    path,
    query: noParameters,
    request: json(endBody),
    answers: ok('The subscription', subscription),
    problems: [...bodyProblems, 'marketplace.not-subscribed', 'rail.changed-meanwhile'],
  },
  'GET /v1/rails/marketplace/customers/{key}/reports': {
    id: 'listHourReports',
    description:
      'The first page has those of which AWS is still told before all others, beside its limit.',
    path,
    query: pageParameters,
    answers: ok('A page, the latest first', reportList),
    problems: [...queryProblems, 'request.bad-cursor', 'marketplace.not-subscribed'],
  },
  'GET /v1/rails/marketplace/customers/{key}/entitlements': {
    id: 'listEntitlements',
    path,
    query: noParameters,
    answers: ok('All, as AWS has them now', entitlementList),
    problems: [
      ...queryProblems,
      'marketplace.off',
      'marketplace.not-subscribed',
      'marketplace.product-unknown',
      'marketplace.refused',
      'rail.outcome-unknown',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof marketplaceRoutes>, Operation>>;
