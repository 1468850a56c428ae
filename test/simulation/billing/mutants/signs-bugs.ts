import type { RatingPorts } from '../../../../core/billing/ports.ts';
import { Books, type Decision } from '../../../../core/books/books.ts';
import type { Page } from '../../../../core/books/page.ts';
import type { ListedProgress, UsageTotals } from '../../../../core/metering/totals/ports.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { through } from './through.ts';

type ListProgress = UsageTotals['listProgress'];

/** Closings that are made ready with some other way to list fold progress, of which signs are made. */
const withProgress = (seen: (list: ListProgress) => ListProgress) =>
  through(({ prepare }) => ({
    prepare: (ports, tenant, asked) => {
      const { totals } = ports;
      const listProgress = seen((page) => totals.listProgress(page));
      return prepare({ ...ports, totals: listing(totals, listProgress) }, tenant, asked);
    },
  }));

const listing = (totals: RatingPorts['totals'], listProgress: ListProgress): UsageTotals => ({
  read: (key) => totals.read(key),
  put: (key, next) => totals.put(key, next),
  readRange: (range) => totals.readRange(range),
  readProgress: (key, consistency) => totals.readProgress(key, consistency),
  putProgress: (key, next) => totals.putProgress(key, next),
  listProgress,
});

/** Books that never say that anything was booked about a month. */
class UntouchedBooks extends Books {
  override async read(...asked: Parameters<Books['read']>): Promise<Page> {
    return untouched(await super.read(...asked));
  }

  override record<Outcome>(tenant: string, decision: Decision<Outcome>): Promise<Outcome> {
    return super.record(tenant, {
      ...decision,
      decide: (page) => decision.decide(untouched(page)),
    });
  }
}

function untouched(page: Page): Page {
  page.versionAt = () => 0;
  return page;
}

/** What can go wrong where a closing goes by the signs of months before it. */
export const signsBugs: readonly PlantedBillingBug[] = [
  {
    name: 'sign-of-nothing',
    says: 'a month has the same sign whatever was folded of it',
    functions: withProgress(() => () => Promise.resolve([])),
  },
  {
    name: 'sign-kept-in-the-process',
    says: 'a month’s sign is made once and kept for as long as the process lives',
    functions: (real) => {
      const kept = new Map<string, Promise<readonly ListedProgress[]>>();
      const first =
        (list: ListProgress): ListProgress =>
        (page) => {
          const place = JSON.stringify(page);
          const known = kept.get(place) ?? list(page);
          kept.set(place, known);
          return known;
        };
      return withProgress(first)(real);
    },
  },
  {
    name: 'sign-of-hours-alone',
    says: 'a month’s sign says in which hours there was usage, and not what came to one of them since',
    functions: withProgress(
      (list) => async (page) => (await list(page)).map((hour) => ({ ...hour, revision: 1 })),
    ),
  },
  {
    name: 'sign-trusted-after-a-void',
    says: 'a month whose usage has not changed is taken for billed, whatever was booked about it since',
    functions: through(() => ({ booksOn: (on) => new UntouchedBooks(on) })),
  },
];
