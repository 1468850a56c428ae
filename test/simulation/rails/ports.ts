import type { CallAnswer, Collections, OutboundCall, Rail } from '../../../core/rails/ports.ts';
import type { RailBooks } from '../../../core/rails/rail-books.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';
import type { StripeAccounts } from './accounts.ts';
import type { PlantedRailBug } from './mutants/planted-rail-bugs.ts';

/** Collections as one process has them: each call may fail, be lost or be done late. */
export const collectionsOf = (
  network: Network,
  process: Process,
  stored: Collections,
): Collections => {
  const read = <Answer>(name: string, about: string, perform: () => Promise<Answer>) =>
    network.read(process, { name: `rails.${name}`, about: () => about, perform });
  return {
    get: (place) => read('get', `${place.invoice}.${place.attempt}`, () => stored.get(place)),
    last: (tenant, invoice) => read('last', invoice, () => stored.last(tenant, invoice)),
    list: (tenant, invoice) => read('list', invoice, () => stored.list(tenant, invoice)),
    newest: (tenant, invoice, page) =>
      read('newest', invoice, () => stored.newest(tenant, invoice, page)),
    open: (tenant, page) => read('open', tenant, () => stored.open(tenant, page)),
    connection: (tenant, rail) => read('connection', tenant, () => stored.connection(tenant, rail)),
    put: (collection) =>
      network.write(process, {
        name: 'rails.put',
        about: () =>
          `${collection.invoice}.${collection.attempt} ${collection.status} revision ${collection.revision}`,
        perform: () => stored.put(collection),
        unanswered: 'unknown',
      }),
    putConnection: (connection) =>
      network.write(process, {
        name: 'rails.putConnection',
        about: () => `revision ${connection.revision}`,
        perform: () => stored.putConnection(connection),
        unanswered: 'unknown',
      }),
    everyConnection: () => stored.everyConnection(),
  };
};

/** The books as one process has them. That a booking fails halfway is tested where books are. */
export const booksOf = (network: Network, process: Process, books: RailBooks): RailBooks => ({
  due: (tenant, invoice) =>
    network.read(process, {
      name: 'books.due',
      about: () => invoice,
      perform: () => books.due(tenant, invoice),
    }),
  // Of invoices nothing is taken out of wallets.
  takeOut: (refund) => books.takeOut(refund),
  putBack: (refund) => books.putBack(refund),
  book: (moved) =>
    network.read(process, {
      name: 'books.book',
      about: () => `${moved.movement.kind} ${moved.movement.reference}`,
      perform: () => books.book(moved),
    }),
});

/** Stripe as one process reaches it: an answer may be lost, and a call that was given up may work all the same. */
export const stripeCalls =
  (
    network: Network,
    process: Process,
    stripe: {
      readonly accounts: StripeAccounts;
      readonly onPosted: (call: OutboundCall) => void;
    },
  ) =>
  async (call: OutboundCall): Promise<CallAnswer> => {
    const perform = async (): Promise<CallAnswer> => {
      const answered = stripe.accounts.answer(call);
      if (call.method === 'POST') stripe.onPosted(call);
      return { kind: 'answered', ...answered };
    };
    const name = `stripe ${call.method}`;
    const about = () => new URL(call.url).pathname;
    const shown = (answer: CallAnswer): string =>
      answer.kind === 'answered' ? String(answer.status) : answer.reason;
    try {
      if (call.method === 'GET') {
        return await network.read(process, { name, about, perform, shown });
      }
      const unanswered = { kind: 'failed', reason: 'timeout' } as const;
      return await network.write<CallAnswer>(process, { name, about, perform, unanswered, shown });
    } catch {
      return { kind: 'failed', reason: 'refused' };
    }
  };

/** A rail, and the books, seen through a planted bug. */
export function seenThrough(
  { rail, books }: { readonly rail: Rail; readonly books: RailBooks },
  bug: PlantedRailBug | undefined,
): { readonly rail: Rail; readonly books: RailBooks } {
  const seenBooks = bug?.books?.(books) ?? books;
  return { rail: bug?.rail?.(rail, seenBooks) ?? rail, books: seenBooks };
}
