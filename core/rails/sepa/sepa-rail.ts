import type { Currency } from '../../kernel/currency.ts';
import { type Nanos, nanosFrom } from '../../kernel/money.ts';
import type { BankFact, Collection } from '../collection.ts';
import type { Collections, Movement, Rail, RailQuote, Submitted } from '../ports.ts';
import type { SepaBatch } from './batch.ts';
import { endToEndIdOf, placeOfEndToEndId } from './names.ts';
import type { SepaBatches } from './ports.ts';

/** What direct debits are looked up in. */
interface SepaRailPorts {
  readonly collections: Pick<Collections, 'get'>;
  readonly batches: Pick<SepaBatches, 'get'>;
}

/** The schema has room for eleven digits, and the scheme for less than a thousand million euro. */
const AMOUNT_MAX = nanosFrom('999999999.99') ?? 0n;

/** Whether an amount can be taken by direct debit. */
export function sepaQuote(amount: Nanos, currency: Currency): RailQuote {
  if (currency !== 'EUR') {
    return { kind: 'not-collectable', detail: `collect euro by direct debit, got ${currency}` };
  }
  if (amount <= AMOUNT_MAX) return { kind: 'collectable' };
  return { kind: 'not-collectable', detail: 'collect at most 999,999,999.99 euro at once' };
}

/**
 * Direct debits in files. Nobody can be asked: what became of a collection is what a person has confirmed of statements
 * of the bank, and stands in the collection and its batch.
 */
export const sepaRail = ({ collections, batches }: SepaRailPorts): Rail => {
  const batchOf = async ({ tenant, batch }: Collection): Promise<SepaBatch | undefined> =>
    batch === undefined ? undefined : batches.get(tenant, batch);
  const inFile = async (collection: Collection): Promise<Submitted> => ({
    kind: 'submitted',
    reference: endToEndIdOf(collection),
    url: undefined,
  });
  return {
    name: 'sepa',
    quote: sepaQuote,
    openMs: 0,
    canKeep: false,
    refundMs: undefined,
    canRefund: () => false,
    quoteRefund: sepaQuote,
    probe: async () => 'taken',
    submit: (_, collection) => inFile(collection),
    find: (_, collection) => inFile(collection),

    async lookup(_, collection) {
      const batch = await batchOf(collection);
      if (settlementOf(collection, batch) !== undefined) {
        return { kind: 'paid', payment: endToEndIdOf(collection) };
      }
      const detail = failureOf(collection, batch);
      return detail === undefined ? { kind: 'processing' } : { kind: 'failed', detail };
    },

    expire: async () => 'not-open',

    async movements({ tenant }, payment) {
      const place = placeOfEndToEndId(tenant, payment);
      const collection = place === undefined ? undefined : await collections.get(place);
      if (collection === undefined) return { kind: 'moved', movements: [] };
      return { kind: 'moved', movements: movementsOf(collection, await batchOf(collection)) };
    },

    collectionOf: async ({ tenant }, payment) => ({
      kind: 'found',
      place: placeOfEndToEndId(tenant, payment),
    }),

    changes: async () => ({ kind: 'changes', hints: [], next: undefined }),
  };
};

/** What says that the money of a collection has come: of itself, or of its batch in one amount. */
export function settlementOf(
  collection: Collection,
  batch: Pick<SepaBatch, 'credit'> | undefined,
): BankFact | undefined {
  if (collection.settledBy !== undefined) return collection.settledBy;
  const { credit } = batch ?? {};
  if (credit === undefined || credit.without.includes(endToEndIdOf(collection))) return undefined;
  return { entry: credit.entry, on: credit.on, at: credit.at };
}

/** Why no money will come; undefined while it may. */
function failureOf(
  { rejectedBy, returnedBy }: Collection,
  batch: SepaBatch | undefined,
): string | undefined {
  if (rejectedBy !== undefined) return rejectedBy.reason ?? 'rejected';
  if (returnedBy !== undefined) {
    // What was given back had come, and the statement that says so is still to be read; unless it cannot say so.
    return mayBeCredited(batch) ? undefined : (returnedBy.reason ?? 'returned');
  }
  if (batch?.status === 'cancelled') return 'the batch was cancelled';
  return batch?.status === 'rejected' ? (batch.reason ?? 'rejected') : undefined;
}

/** Whether money of a batch is still to come: it may be with the bank, which has credited nothing of it. */
const mayBeCredited = (batch: SepaBatch | undefined): boolean =>
  batch?.credit === undefined && batch?.status !== 'cancelled' && batch?.status !== 'rejected';

/** Money that came, and that went back: never booked before it came, whatever days a bank says. */
function movementsOf(collection: Collection, batch: SepaBatch | undefined): readonly Movement[] {
  const settled = settlementOf(collection, batch);
  if (settled === undefined) return [];
  const { amount, currency, returnedBy } = collection;
  const reference = endToEndIdOf(collection);
  const came = { kind: 'payment', reference, currency, amount, at: settled.at } as const;
  if (returnedBy === undefined) return [came];
  const back = {
    kind: 'reversal',
    reference: `${reference}:${returnedBy.reason ?? 'returned'}`,
    ...{ currency, amount },
    because: 'returned',
    at: returnedBy.at < settled.at ? settled.at : returnedBy.at,
  } as const;
  return [came, back];
}
