/** The codes of rails, and of what is sold at AWS Marketplace, with their statuses. */
export const railCodes = {
  'rail.not-connected': 409,
  'rail.url-refused': 400,
  'rail.secrets-refused': 400,
  'rail.signature-refused': 400,
  'rail.in-use': 409,
  'rail.changed-meanwhile': 409,
  'rail.outcome-unknown': 503,
  'marketplace.off': 409,
  'marketplace.product-invalid': 400,
  'marketplace.product-unknown': 404,
  'marketplace.in-use': 409,
  'marketplace.token-refused': 400,
  'marketplace.license-taken': 409,
  'marketplace.customer-unfit': 409,
  'marketplace.not-subscribed': 404,
  'marketplace.refused': 409,
} as const;
