import { Books } from '../../../../core/books/books.ts';
import type { CellKey, CellValue, PeriodCell, ValueAt } from '../../../../core/books/cell.ts';
import type { Customer } from '../../../../core/catalog/customer.ts';
import { billingPeriod } from '../../../../core/invoicing/billing-period.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import type { BillingFunctions } from '../run-context.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { through, withClosings, withCustomers } from './through.ts';

const HOUR_MS = 3_600_000;

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

/** Every stretch of a closed month at the version of its last. */
function atLastVersion(cell: PeriodCell): PeriodCell {
  const { agreed, closedBy } = cell;
  const last = agreed?.stretches.at(-1);
  if (agreed === undefined || last === undefined || closedBy === undefined) return cell;
  const { plan, version } = last;
  return {
    ...cell,
    agreed: {
      ...agreed,
      stretches: agreed.stretches.map((stretch) => ({ ...stretch, plan, version })),
    },
  };
}

/** The stretches of a closed month as in a time zone nine hours ahead. */
function inAnotherZone(cell: PeriodCell): PeriodCell {
  const { agreed, closedBy } = cell;
  if (agreed === undefined || closedBy === undefined) return cell;
  const stretches = agreed.stretches.map((stretch) => ({
    ...stretch,
    start: timestampOf(stretch.start - 9 * HOUR_MS),
    end: timestampOf(stretch.end - 9 * HOUR_MS),
  }));
  return { ...cell, agreed: { ...agreed, stretches } };
}

/** A customer pays for the subjects that it lists, whenever they were used. */
function untenured({ tenures: _, ...customer }: Customer): Customer {
  return customer;
}

/** The large plan counts since ever. */
function reachingBack(customer: Customer): Customer {
  const last = customer.plan?.at(-1);
  if (last === undefined || last.plan !== 'large') return customer;
  return { ...customer, plan: [{ ...last, from: '1970-01-01' }] };
}

/** A plan that ends within a month ends where that begins. */
function endingEarly(customer: Customer): Customer {
  const plan = customer.plan?.map((change) =>
    change.plan === null ? { ...change, from: `${change.from.slice(0, 7)}-01` } : change,
  );
  return plan === undefined ? customer : { ...customer, plan };
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
    name: 'late-usage-by-todays-version',
    says: 'usage of a closed month is rated by the last version, not by those it was closed under',
    functions: withPeriods(atLastVersion),
  },
  {
    name: 'late-usage-in-todays-zone',
    says: 'the days of a closed month are those of another time zone than it was closed in',
    functions: withPeriods(inAnotherZone),
  },
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
    name: 'missing-as-it-was',
    says: 'what was charged as missing of a term stays, whatever is used in it late',
    functions: withClosings(({ commitments = [], ...request }) => {
      const { month } = request.current.period;
      return { ...request, commitments: commitments.filter(({ end }) => end >= month) };
    }),
  },
  {
    name: 'missing-of-the-last-month-alone',
    says: 'what is missing of a term is reckoned with what was used in its last month alone',
    functions: withClosings(({ commitments = [], ...request }) => ({
      ...request,
      commitments: commitments.map((term) => ({ ...term, from: term.last })),
    })),
  },
  {
    name: 'move-takes-the-closed-month-along',
    says: 'a subject is whoever lists it, for all that it ever used',
    functions: through(withCustomers(untenured)),
  },
  {
    name: 'bare-plan-reaches-back',
    says: 'a plan counts from the beginning of time, whenever it was put',
    functions: through(withCustomers(reachingBack)),
  },
  {
    name: 'ended-plan-ends-early',
    says: 'a plan that ends within a month is not charged for the days that it was in force',
    functions: through(withCustomers(endingEarly)),
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
