import type { PutOutcome } from '../../../core/kernel/log.ts';
import { pageUpTo } from '../../../core/kernel/pages.ts';
import { licenseId } from '../../../core/marketplace/license.ts';
import type { LicenseOwner, LicensePlace, Subscriptions } from '../../../core/marketplace/ports.ts';
import {
  reportFromText,
  reportText,
  sellerFrom,
  sellerText,
  subscriptionFrom,
  subscriptionText,
} from '../../../core/marketplace/stored.ts';
import {
  type HourReport,
  reportPlace,
  type Subscription,
} from '../../../core/marketplace/subscription.ts';

const keyOf = (...parts: readonly (string | number | boolean)[]): string => JSON.stringify(parts);

/** Subscriptions as texts in memory, put as a table puts them. */
export function inMemorySubscriptions(): Subscriptions & {
  readonly all: () => readonly Subscription[];
  readonly keptOf: (tenant: string, customer: string) => readonly HourReport[];
} {
  const texts = new Map<string, { readonly revision: number; readonly text: string }>();
  const owners = new Map<string, LicenseOwner>();
  const reports = new Map<string, Map<string, string>>();
  const put = (key: string, revision: number, text: string): PutOutcome => {
    if ((texts.get(key)?.revision ?? 0) !== revision - 1) return 'taken';
    texts.set(key, { revision, text });
    return 'put';
  };
  const all = (): Subscription[] =>
    [...texts]
      .filter(([key]) => key.startsWith('["subscription"'))
      .map(([, { text }]) => subscriptionFrom(text))
      .toSorted((a, b) => (a.customer < b.customer ? -1 : 1));
  const keptOf = (tenant: string, customer: string): HourReport[] =>
    [...(reports.get(keyOf(tenant, customer))?.values() ?? [])]
      .map(reportFromText)
      .toSorted((a, b) => (reportPlace(a) < reportPlace(b) ? 1 : -1));
  return {
    all,
    keptOf,
    async seller(tenant) {
      const kept = texts.get(keyOf('seller', tenant));
      return kept === undefined ? undefined : sellerFrom(kept.text);
    },
    async putSeller(seller) {
      return put(keyOf('seller', seller.tenant), seller.revision, sellerText(seller));
    },
    async get(tenant, customer) {
      const kept = texts.get(keyOf('subscription', tenant, customer));
      return kept === undefined ? undefined : subscriptionFrom(kept.text);
    },
    async put(subscription) {
      const { tenant, customer, revision } = subscription;
      return put(keyOf('subscription', tenant, customer), revision, subscriptionText(subscription));
    },
    async list(tenant, { after, limit }) {
      const own = all().filter(
        (one) => one.tenant === tenant && (after === undefined || one.customer > after),
      );
      return pageUpTo(own.slice(0, limit), ({ customer }) => customer, own.length > limit);
    },
    async claim(place: LicensePlace, owner) {
      const key = licenseId(place);
      const known = owners.get(key) ?? owner;
      owners.set(key, known);
      return known;
    },
    async owner(license) {
      return owners.get(license);
    },
    async keep(tenant, customer, report) {
      const key = keyOf(tenant, customer);
      const own = reports.get(key) ?? new Map<string, string>();
      own.set(reportPlace(report), reportText(report));
      reports.set(key, own);
    },
    async kept(tenant, customer, { before, limit }) {
      const own = keptOf(tenant, customer).filter(
        (one) => before === undefined || reportPlace(one) < before,
      );
      return pageUpTo(own.slice(0, limit), reportPlace, own.length > limit);
    },
  };
}
