import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import type {
  PayeeEarningsAnswer,
  ShareAnswer,
  SharedMonthAnswer,
} from '../../core/contract/shares/shapes.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { exactText, sumOfExact } from '../../core/kernel/exact-amount.ts';
import { inParallel } from '../../core/kernel/in-parallel.ts';
import { type Month, monthFrom, monthOfDate } from '../../core/kernel/month.ts';
import { localDate } from '../../core/kernel/time-zone.ts';
import { rfc3339, type Timestamp } from '../../core/kernel/timestamp.ts';
import { type EarnedOfMonth, earnedSoFar } from '../../core/shares/earned-so-far.ts';
import { payeeNotFound, shareNotFound } from '../../core/shares/not-found.ts';
import type { Payees, ShareRecord } from '../../core/shares/ports.ts';
import { putShare } from '../../core/shares/put-share.ts';
import { type SharedMonth, sharedMonth } from '../../core/shares/shared-month.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

type Handlers = RouteHandlers['ServeCatalog'];

const LIMIT_DEFAULT = 100;
const PAYEES_AT_ONCE = 16;

export const shareRoutes = (ports: CatalogPorts) =>
  ({
    'GET /v1/shares': async ({ caller, query }) => {
      const { cursor, limit = LIMIT_DEFAULT } = query;
      const fingerprint = 'GET /v1/shares';
      const after = cursor === undefined ? '' : openedCursor(caller, fingerprint, cursor);
      const { records, more } = await ports.shares.list(caller.tenant, { after, limit });
      const last = records.at(-1);
      return {
        status: 200,
        body: {
          shares: records.map(shareAnswer),
          ...(more && last !== undefined
            ? { nextCursor: sealedCursor(caller, fingerprint, last.key) }
            : {}),
        },
      };
    },

    'GET /v1/shares/{key}': async ({ caller, params }) => {
      const record = await ports.shares.get(caller.tenant, params.key);
      if (record === undefined) throw shareNotFound(params.key, 'key');
      return { status: 200, body: shareAnswer(record) };
    },

    'PUT /v1/shares/{key}': async ({ caller: { tenant }, params: { key }, body }) => {
      const { record, outcome } = await putShare(ports, tenant, { key, body });
      return { status: outcome === 'created' ? 201 : 200, body: shareAnswer(record) };
    },

    'GET /v1/customers/{key}/shares': async ({ caller: { tenant }, params, query }) => {
      const asked = { customer: params.key, month: monthFrom(query.period) };
      const shared = await sharedMonth({ rating: ports, shares: ports.shares }, tenant, asked);
      const known = await knownOf(ports.payees, tenant, shared);
      return { status: 200, body: sharedAnswer(asked, shared, known) };
    },

    'GET /v1/payees/{key}/earnings': async ({ caller: { tenant }, params, query }) => {
      const { key: payee } = params;
      if ((await ports.payees.get(tenant, payee)) === undefined) throw payeeNotFound(payee);
      const { timeZone } = (await tenantBillingOf(ports.settings, tenant)).policy;
      const now = ports.clock.now();
      const month =
        query.period === undefined
          ? monthOfDate(localDate(now, timeZone))
          : monthFrom(query.period);
      const stores = { rating: ports, reads: ports.reads, shares: ports.shares };
      const earned = await earnedSoFar(stores, tenant, { payee, month });
      return { status: 200, body: earningsAnswer({ payee, month, now }, earned) };
    },
  }) satisfies Partial<Handlers>;

const shareAnswer = ({ key, revision, body }: ShareRecord): ShareAnswer => ({
  key,
  ...body,
  revision,
});

/** Which of those who have a share are payees: what usage names may be anything. */
async function knownOf(
  payees: Payees,
  tenant: string,
  shared: SharedMonth,
): Promise<ReadonlySet<string>> {
  const found = await inParallel(PAYEES_AT_ONCE, shared.payees, ({ payee }) =>
    payees.get(tenant, payee),
  );
  return new Set(found.flatMap((record) => record?.key ?? []));
}

const sharedAnswer = (
  { customer, month }: { readonly customer: string; readonly month: Month },
  { currency, amount, payees, platform, unshared, lines }: SharedMonth,
  known: ReadonlySet<string>,
): SharedMonthAnswer => ({
  ...{ customer, period: month, currency },
  amount: exactText(amount),
  payees: payees.map((one) => ({
    payee: one.payee,
    amount: exactText(one.amount),
    known: known.has(one.payee),
  })),
  platform: exactText(platform),
  unshared: exactText(unshared),
  lines: lines.map(({ share, version, value, quantity, amount: worth }) => ({
    share: share.key,
    effectiveFrom: version.effectiveFrom,
    meter: share.of?.meter ?? '',
    value,
    quantity: decimalText(quantity),
    amount: exactText(worth),
  })),
});

const CONTENT_MAX = 100;

function earningsAnswer(
  { payee, month, now }: { readonly payee: string; readonly month: Month; readonly now: Timestamp },
  { isWhole, content }: EarnedOfMonth,
): PayeeEarningsAnswer {
  const sums = Map.groupBy(content, ({ currency }) => currency);
  return {
    ...{ payee, period: month, asOf: rfc3339(now), exact: isWhole },
    sums: [...sums].map(([currency, lines]) => ({
      currency,
      earned: exactText(sumOfExact(lines.map(({ earned }) => earned))),
    })),
    content: content.slice(0, CONTENT_MAX).map(({ currency, meter, value, quantity, earned }) => ({
      ...{ currency, meter, value },
      quantity: decimalText(quantity),
      earned: exactText(earned),
    })),
  };
}
