import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText, nanosOf } from '../../core/kernel/money.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { Entitlement } from '../../core/marketplace/ports.ts';
import type { MarketplaceProduct, MarketplaceSeller } from '../../core/marketplace/product.ts';
import {
  type HourReport,
  type ReportLine,
  type Subscription,
  standingOf,
} from '../../core/marketplace/subscription.ts';

export const productsAnswer = ({ products }: Pick<MarketplaceSeller, 'products'>) => ({
  products: products.map(productAnswer),
});

const productAnswer = ({ code, currency, dimensions, url }: MarketplaceProduct) => ({
  code,
  currency,
  dimensions: dimensions.map(({ name, unit, charges }) => ({
    ...{ name, unit: currencyText(unit, currency) },
    ...definedOnly({ charges: charges === undefined ? undefined : [...charges] }),
  })),
  ...definedOnly({ url }),
});

/** A product stays while anybody has subscribed to it. */
export function subscriptionAnswer(
  subscription: Subscription,
  seller: Pick<MarketplaceSeller, 'products'> | undefined,
  now: Timestamp,
) {
  const { customer, product: code, account, license, since, boundAt, endedAt } = subscription;
  const product = seller?.products.find((one) => one.code === code);
  const { currency = 'USD', dimensions = [] } = product ?? {};
  const unbooked = subscription.unbooked.reduce((sum, { amount }) => sum + amount, 0n);
  return {
    ...{ customer, product: code, account, since, boundAt: rfc3339(boundAt), currency },
    status: standingOf(subscription, now),
    dimensions: dimensions.map(({ name: dimension, unit }) => {
      const accepted = subscription.accepted.get(dimension) ?? 0n;
      return {
        dimension,
        reported: String(subscription.reported.get(dimension) ?? 0n),
        accepted: String(accepted),
        acceptedAmount: currencyText(nanosOf(accepted * unit), currency),
      };
    }),
    open: subscription.open.map(reportAnswer),
    unbooked: currencyText(nanosOf(unbooked), currency),
    ...definedOnly({ license, endedAt: endedAt === undefined ? undefined : rfc3339(endedAt) }),
  };
}

export const reportAnswer = ({ hour, at, list, account, license, attempt, lines }: HourReport) => ({
  ...{ hour: rfc3339(hour), at: rfc3339(at), account, attempts: attempt },
  lines: lines.map(lineAnswer),
  ...definedOnly({ list, license }),
});

const lineAnswer = ({ dimension, units, status, record, reason, isAgain: again }: ReportLine) => ({
  ...{ dimension, units: String(units), status },
  ...definedOnly({ record, reason, again }),
});

export const entitlementAnswer = ({ dimension, value, expiresAt }: Entitlement) => ({
  dimension,
  value,
  ...definedOnly({ expiresAt: expiresAt === undefined ? undefined : rfc3339(expiresAt) }),
});
