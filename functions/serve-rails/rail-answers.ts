import type { Books } from '../../core/books/books.ts';
import type { FacilitatorKey, KeyingPorts } from '../../core/gate/chain/facilitator-key.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText } from '../../core/kernel/money.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { SellingPorts } from '../../core/marketplace/sell.ts';
import { type Collection, collectionId } from '../../core/rails/collection.ts';
import type { ConnectingPorts } from '../../core/rails/connect.ts';
import type { Connection } from '../../core/rails/ports.ts';
import type { RailBooks } from '../../core/rails/rail-books.ts';
import type { RemindingPorts } from '../../core/reminders/remind.ts';
import { productsAnswer } from './marketplace-answers.ts';

/** What routes of rails are answered with. */
export interface RailRoutePorts extends ConnectingPorts, Pick<KeyingPorts, 'facilitatorKeys'> {
  readonly outbound: ConnectingPorts['outbound'] & KeyingPorts['outbound'];
  /** Where invoices are found by their numbers. */
  readonly named: Books;
  readonly books: RailBooks;
  readonly queue: Queue;
  readonly reminding: RemindingPorts;
  readonly selling: Pick<SellingPorts, 'subscriptions'>;
}

export async function railsOf(
  { collections, facilitatorKeys, selling }: RailRoutePorts,
  tenant: string,
) {
  const [stripe, sepa, key, seller] = await Promise.all([
    collections.connection(tenant, 'stripe'),
    collections.connection(tenant, 'sepa'),
    facilitatorKeys.get(tenant),
    selling.subscriptions.seller(tenant),
  ]);
  const sold = seller?.products ?? [];
  return {
    rails: stripe?.enabled === true ? [railAnswer(stripe)] : [],
    ...definedOnly({
      sepa: directDebitAnswer(sepa),
      x402: key === undefined ? undefined : facilitatorAnswer(key),
      marketplace: sold.length === 0 ? undefined : productsAnswer({ products: sold }),
    }),
  };
}

/** All but the key itself. */
export const facilitatorAnswer = ({ facilitator, header }: FacilitatorKey) => ({
  facilitator,
  header,
});

export const railAnswer = ({ tenant, mode, connectedAt, seenTo }: Connection) => ({
  name: 'stripe' as const,
  mode,
  connectedAt: rfc3339(connectedAt),
  seenTo: rfc3339(seenTo),
  eventsPath: `/v1/rails/stripe/events/${encodeURIComponent(tenant)}`,
});

function directDebitAnswer(connection: Connection | undefined) {
  if (connection?.enabled !== true || connection.creditor === undefined) return undefined;
  const { name, identifier, iban, scheme } = connection.creditor;
  return { name, identifier, iban, scheme, connectedAt: rfc3339(connection.connectedAt) };
}

export function collectionAnswer(collection: Collection) {
  const { rail, status, currency, amount, url, expiresAt, preparedAt } = collection;
  const { reference, payment, reason, batch, returnedBy } = collection;
  return {
    id: collectionId(collection),
    rail,
    status,
    currency,
    amount: currencyText(amount, currency),
    expiresAt: rfc3339(expiresAt),
    createdAt: rfc3339(preparedAt),
    ...definedOnly({ url, reference, payment, reason, batch, returnedOn: returnedBy?.on }),
  };
}
