import type { RatingPorts } from '../../core/billing/ports.ts';
import { textsIn } from '../../core/kernel/stored.ts';
import { marketplaceBooks } from '../../core/marketplace/book-accepted.ts';
import { ratedWorth } from '../../core/marketplace/usage-worth.ts';
import { awsMarketplace, type MarketplaceClients } from './aws-marketplace.ts';
import { dynamoDbClient, entitlementClient, meteringClient } from './clients.ts';
import { dynamoDbSubscriptions } from './dynamo-db-subscriptions.ts';
import { systemClock } from './system-clock.ts';

/** Clients are kept, by where they call. */
const clients: MarketplaceClients = {
  metering: keptBy((url) => meteringClient(url === undefined ? {} : { endpoint: url })),
  entitlement: keptBy((url) => entitlementClient(url === undefined ? {} : { endpoint: url })),
};

function keptBy<Client>(make: (url: string | undefined) => Client) {
  const kept = new Map<string | undefined, Client>();
  return (url: string | undefined): Client => {
    const client = kept.get(url) ?? make(url);
    kept.set(url, client);
    return client;
  };
}

/** What is sold at AWS Marketplace, and AWS itself; `MARKETPLACE_TENANTS`: JSON, whose products the account has. */
export function sellingOn({
  RAILS_TABLE_NAME,
  MARKETPLACE_TENANTS,
}: Readonly<Record<'RAILS_TABLE_NAME' | 'MARKETPLACE_TENANTS', string>>) {
  const sellers = textsIn(JSON.parse(MARKETPLACE_TENANTS), 'MARKETPLACE_TENANTS');
  return {
    sellers,
    sells: (tenant: string): boolean => sellers.includes(tenant),
    subscriptions: dynamoDbSubscriptions(dynamoDbClient(), RAILS_TABLE_NAME),
    marketplace: awsMarketplace(clients),
    clock: systemClock,
  };
}

/** What usage comes to, and where what AWS accepts is booked. */
export const sellingByRates = (rating: RatingPorts) => ({
  worth: ratedWorth(rating, systemClock),
  books: marketplaceBooks({ books: rating.books, settings: rating.settings }),
});
