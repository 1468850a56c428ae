/** By which commands the operations of rails, and of AWS Marketplace, are reached. */
export const railsReached = {
  'GET /v1/rails': ['rails', 'list'],
  'PUT /v1/rails/stripe': ['rails', 'set', 'stripe'],
  'POST /v1/rails/stripe/disconnect': ['rails', 'unset', 'stripe'],
  'PUT /v1/rails/x402': ['rails', 'set', 'x402', '--facilitator', 'https://x.example'],
  'POST /v1/rails/x402/disconnect': ['rails', 'unset', 'x402'],
  'PUT /v1/rails/marketplace': ['marketplace', 'put', 'item'],
  'POST /v1/rails/marketplace/disconnect': ['marketplace', 'unset'],
  'GET /v1/rails/marketplace/customers': ['marketplace', 'list'],
  'GET /v1/rails/marketplace/customers/{key}': ['marketplace', 'show', 'press'],
  'POST /v1/rails/marketplace/customers/{key}': [
    ...['marketplace', 'subscribe', 'press', '--product', 'p', '--account', '845735284135'],
  ],
  'POST /v1/rails/marketplace/customers/{key}/end': ['marketplace', 'end', 'press'],
  'GET /v1/rails/marketplace/customers/{key}/reports': ['marketplace', 'reports', 'press'],
  'GET /v1/rails/marketplace/customers/{key}/entitlements': [
    'marketplace',
    'entitlements',
    'press',
  ],
};
