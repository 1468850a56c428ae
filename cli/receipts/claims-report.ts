import type { ReceiptClaims } from '../../sdk/src/contract/index.ts';
import { printable } from '../output/table.ts';

/** What a receipt says, in words. */
export function claimsReport(claims: ReceiptClaims): string {
  const { payee, sub, meter, quantity, subject, resource, description, by, currency } = claims;
  const money = (nanos: string): string => `${nanosAsMoney(nanos, claims.assetScale)} ${currency}`;
  const lines = [
    `${payee} was paid ${money(claims.amount)} by ${sub} on ${instantOf(claims.iat)}`,
    `  ${money(claims.net)} net, ${money(claims.tax)} tax`,
    `  for ${quantity} of ${meter}, used by ${subject}`,
    ...(resource === undefined ? [] : [`  of ${resource}`]),
    ...(description === undefined ? [] : [`  ${description}`]),
    ...(by === undefined ? [] : [`  paid by ${byInWords[by] ?? by}`]),
    ...(claims.refundedAt === undefined
      ? []
      : [`  and all of it was given back on ${instantOf(claims.refundedAt)}`]),
    `  event ${claims.jti}, receipt ${claims.receipt}`,
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

const byInWords: Readonly<Record<string, string | undefined>> = {
  x402: 'a program, over x402',
  mpp: 'a program, over MPP',
  consent: 'a person, who was asked',
  threshold: 'what the payer lets through without being asked',
};

/** The last second that a date can be of. */
const SECONDS_MAX = 8.64e12;

const instantOf = (seconds: number): string =>
  Math.abs(seconds) <= SECONDS_MAX
    ? new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', 'Z')
    : String(seconds);

/** `4200000` of nine places as `0.0042`; at least two places are shown. */
function nanosAsMoney(nanos: string, places: number): string {
  const digits = nanos.padStart(places + 1, '0');
  const whole = digits.slice(0, -places);
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(2, '0');
  return `${whole}.${fraction}`;
}
