import { type Collection, isOver } from '../../../../core/rails/collection.ts';
import type { Collections } from '../../../../core/rails/ports.ts';
import type { RailBooks } from '../../../../core/rails/rail-books.ts';
import type { SepaBatches } from '../../../../core/rails/sepa/ports.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedSepaBug {
  readonly name: string;
  readonly says: string;
  readonly collections?: (collections: Collections) => Collections;
  readonly batches?: (batches: SepaBatches) => SepaBatches;
  readonly books?: (books: RailBooks) => RailBooks;
}

/** Counts up over all processes: what matters is that no two are the same. */
let counted = 0;
const next = (): number => {
  counted += 1;
  return counted;
};

/** Every mistake, each alone. */
export const plantedSepaBugs: readonly PlantedSepaBug[] = [
  {
    name: 'reserved-without-looking',
    says: 'what a batch has tried to reserve is taken for reserved',
    collections: (collections) => {
      const own = new Map<string, Collection>();
      const keyOf = ({ invoice, attempt }: Pick<Collection, 'invoice' | 'attempt'>): string =>
        `${invoice}.${attempt}`;
      return {
        ...collections,
        get: async (place) => own.get(keyOf(place)) ?? collections.get(place),
        put: async (collection) => {
          if (collection.revision === 1) own.set(keyOf(collection), collection);
          return collections.put(collection);
        },
      };
    },
  },
  {
    name: 'rejected-counts-as-credited',
    says: 'the credit of a batch is taken for one of all of it, also of what was rejected',
    batches: (batches) => ({
      ...batches,
      put: async ({ credit, ...batch }) =>
        batches.put(
          credit === undefined ? batch : { ...batch, credit: { ...credit, without: [] } },
        ),
    }),
  },
  {
    name: 'returns-are-forgotten',
    says: 'money that went back is not booked',
    books: (books) => ({
      ...books,
      book: async (moved) =>
        moved.movement.kind === 'reversal' ? { kind: 'booked' } : books.book(moved),
    }),
  },
  {
    name: 'another-reference-each-time',
    says: 'money is booked under another reference each time that it is looked at',
    books: (books) => ({
      ...books,
      book: async (moved) => {
        const reference = `${moved.movement.reference}:${next()}`;
        return books.book({ ...moved, movement: { ...moved.movement, reference } });
      },
    }),
  },
  {
    name: 'over-is-not-watched',
    says: 'what is over is not looked at, though the books may lack what has moved since',
    collections: (collections) => ({
      ...collections,
      open: async (tenant, page) => {
        const found = await collections.open(tenant, page);
        return { ...found, collections: found.collections.filter((one) => !isOver(one)) };
      },
    }),
  },
];
