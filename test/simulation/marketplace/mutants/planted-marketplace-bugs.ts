import type { ExactAmount } from '../../../../core/kernel/exact-amount.ts';
import type {
  Marketplace,
  MarketplaceBooks,
  MeteredAnswer,
  Subscriptions,
  UsageWorth,
} from '../../../../core/marketplace/ports.ts';

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedMarketplaceBug {
  readonly name: string;
  readonly says: string;
  readonly calls?: (calls: Pick<Marketplace, 'meter'>) => Pick<Marketplace, 'meter'>;
  readonly subscriptions?: (stored: Subscriptions) => Subscriptions;
  readonly worth?: (worth: UsageWorth) => UsageWorth;
  readonly books?: (books: MarketplaceBooks, now: () => number) => MarketplaceBooks;
}

/** Each answer of a batch, and a batch that was not answered, as the bug has them. */
const answering = (
  change: (answer: MeteredAnswer) => MeteredAnswer,
): NonNullable<PlantedMarketplaceBug['calls']> => {
  return (calls) => ({
    async meter(batch) {
      const outcome = await calls.meter(batch);
      if (outcome.kind === 'refused') return outcome;
      const answers =
        outcome.kind === 'answered' ? outcome.answers : batch.metered.map(() => outcome);
      return { kind: 'answered', answers: answers.map(change) };
    },
  });
};

/** Every mistake, each alone. */
export const plantedMarketplaceBugs: readonly PlantedMarketplaceBug[] = [
  {
    name: 'unknown-taken-for-accepted',
    says: 'what AWS did not answer is taken for accepted',
    calls: answering((answer) =>
      answer.kind === 'unknown' ? { kind: 'accepted', record: undefined } : answer,
    ),
  },
  {
    name: 'unknown-taken-for-nothing',
    says: 'what AWS did not answer is taken for not done, and reported with a later hour once it is too late',
    calls: answering((answer) => (answer.kind === 'unknown' ? { kind: 'unprocessed' } : answer)),
  },
  {
    name: 'duplicate-taken-for-accepted',
    says: 'that AWS has another quantity of the hour is taken for accepted',
    calls: answering((answer) =>
      answer.kind === 'duplicate' ? { kind: 'accepted', record: undefined } : answer,
    ),
  },
  {
    name: 'unprocessed-is-forgotten',
    says: 'what AWS left unprocessed is taken for accepted',
    calls: answering((answer) =>
      answer.kind === 'unprocessed' ? { kind: 'accepted', record: undefined } : answer,
    ),
  },
  {
    name: 'sent-without-a-mark',
    says: 'it is not kept that something was sent, and may be there',
    subscriptions: (stored) => ({
      ...stored,
      put: (one) =>
        stored.put({
          ...one,
          open: one.open.map((report) => ({
            ...report,
            lines: report.lines.map((line) => ({ ...line, isPossible: false })),
          })),
        }),
    }),
  },
  {
    name: 'last-put-wins',
    says: 'a subscription is put over whatever is there',
    subscriptions: (stored) => ({
      ...stored,
      put: async (one) => {
        const now = await stored.get(one.tenant, one.customer);
        return stored.put({ ...one, revision: (now?.revision ?? 0) + 1 });
      },
    }),
  },
  {
    name: 'fraction-is-cut',
    says: 'what is no whole cent of a month is forgotten',
    worth: (worth) => ({
      read: async (tenant, asked) => {
        const read = await worth.read(tenant, asked);
        if (read.kind === 'unknown') return read;
        const cent = 10n ** 22n;
        const cut = (exact: bigint): ExactAmount => ((exact / cent) * cent) as ExactAmount;
        const months = read.months.map(({ charges, ...month }) => ({
          ...month,
          charges: new Map([...charges].map(([name, exact]) => [name, cut(exact)])),
        }));
        return { kind: 'known', months };
      },
    }),
  },
  {
    name: 'booked-by-each-look',
    says: 'what was accepted is booked under another reference each time',
    books: (books, now) => ({
      book: (tenant, accepted) =>
        books.book(tenant, { ...accepted, reference: `${accepted.reference} ${now()}` }),
    }),
  },
  {
    name: 'rest-is-not-listed',
    says: 'what is in no report after the end is forgotten',
    subscriptions: (stored) => ({
      ...stored,
      put: (one) => stored.put({ ...one, unlisted: undefined }),
    }),
  },
  {
    name: 'kept-after-it-is-gone',
    says: 'a report is taken out before it is kept apart',
    subscriptions: (stored) => ({ ...stored, keep: async () => undefined }),
  },
];
