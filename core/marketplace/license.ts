import type { LicensePlace } from './ports.ts';

const ID = /\bl-[0-9a-z]+\b/i;

/**
 * What a license is known by. AWS writes its ARN with and without `arn:` in front, and what follows `l-` is all that
 * tells one from another. An older product has none: there, it is the account that buys it.
 */
export function licenseId({ product, account, license }: LicensePlace): string {
  if (license === undefined) return JSON.stringify([product, account]);
  return ID.exec(license)?.[0].toLowerCase() ?? license;
}
