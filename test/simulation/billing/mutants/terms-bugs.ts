import { Books } from '../../../../core/books/books.ts';
import type { CellKey, CellValue, PeriodCell, ValueAt } from '../../../../core/books/cell.ts';
import { billingPeriod } from '../../../../core/invoicing/billing-period.ts';
import type { BillingFunctions } from '../run-context.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { through, withClosings } from './through.ts';

/** Books that say something else of a month than they keep of it. */
class ForgetfulBooks extends Books {
  readonly #seen: (cell: PeriodCell) => PeriodCell;

  constructor(on: ConstructorParameters<typeof Books>[0], seen: (cell: PeriodCell) => PeriodCell) {
    super(on);
    this.#seen = seen;
  }

  override async read(...asked: Parameters<Books['read']>): ReturnType<Books['read']> {
    const page = await super.read(...asked);
    const at = page.at.bind(page);
    page.at = <Key extends CellKey>(key: Key) => {
      const value: CellValue | undefined = at(key);
      return (value?.kind === 'period' ? this.#seen(value) : value) as ValueAt<Key> | undefined;
    };
    return page;
  }
}

const withPeriods = (seen: (cell: PeriodCell) => PeriodCell) =>
  through(() => ({ booksOn: (on) => new ForgetfulBooks(on, seen) }));

function unagreed({ agreed: _, ...cell }: PeriodCell): PeriodCell {
  return cell;
}

type Listed = Awaited<ReturnType<BillingFunctions['unbilled']>>;

const withList =
  (seen: (listed: Listed) => Listed) =>
  (real: BillingFunctions): Partial<BillingFunctions> => ({
    unbilled: async (...asked) => seen(await real.unbilled(...asked)),
  });

/** What can go wrong with what is agreed, and with what is not billed. */
export const termsBugs: readonly PlantedBillingBug[] = [
  {
    name: 'agreed-is-not-read',
    says: 'what a month was closed under is kept, and never read',
    functions: withPeriods(unagreed),
  },
  {
    name: 'agreed-lost-by-the-void',
    says: 'a void forgets what the month was closed under',
    tables: ({ cells }) => ({
      cells: {
        read: (tenant, keys) => cells.read(tenant, keys),
        listPeriod: (tenant, page) => cells.listPeriod(tenant, page),
        put: (tenant, key, cell) => {
          const { value } = cell;
          const isOpen = value.kind === 'period' && value.closedBy === undefined;
          return cells.put(tenant, key, isOpen ? { ...cell, value: unagreed(value) } : cell);
        },
      },
    }),
  },
  {
    name: 'months-that-do-not-tile',
    says: 'a month begins at the midnight of its own time zone, wherever the one before it ended',
    functions: withClosings((request) => {
      const { period } = request.current;
      const { start } = billingPeriod(period.month, period.timeZone);
      return { ...request, current: { ...request.current, period: { ...period, start } } };
    }),
  },
  {
    name: 'counted-as-billed',
    says: 'usage of a meter that the plan has no charge for counts as billed',
    functions: withList((rows) => rows.filter(({ reason }) => reason !== 'no-charge')),
  },
  {
    name: 'reason-left-out',
    says: 'usage that cannot be read is on no list',
    functions: withList((rows) => rows.filter(({ reason }) => reason !== 'unreadable')),
  },
];
