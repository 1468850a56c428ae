import { type Cell, type CustomerCell, cellPlace } from '../../../../core/books/cell.ts';
import type { Page } from '../../../../core/books/page.ts';
import type { Customer } from '../../../../core/catalog/customer.ts';
import { billingPeriod } from '../../../../core/invoicing/billing-period.ts';
import { draftClosing } from '../../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../../core/invoicing/closing-request.ts';
import type { RatedCharge } from '../../../../core/invoicing/reckoning.ts';
import { exactProduct } from '../../../../core/kernel/exact-amount.ts';
import { laterMonth, monthFrom } from '../../../../core/kernel/month.ts';
import { utc } from '../../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import type { BillingFunctions, BillingPorts } from '../run-context.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { runThrough, through, withClosings, withCustomers } from './through.ts';

/** The billing run, given other messages than the queue has. */
const withMessages =
  (changed: (message: Record<string, unknown>) => Record<string, unknown>) =>
  (real: BillingFunctions): Partial<BillingFunctions> => ({
    run: (ports) => {
      const handle = real.run(ports);
      return (event, context) => {
        const Records = event.Records.map((record) => ({
          ...record,
          body: JSON.stringify(changed(JSON.parse(record.body) as Record<string, unknown>)),
        }));
        return handle({ Records }, context);
      };
    },
  });

/** What was used earlier, at the prices of the month that closes. */
function atTodaysPrice(request: ClosingRequest): ClosingRequest {
  const priceOf = (meter: string | undefined) =>
    request.current.charges.findLast((charge) => charge.meter === meter)?.unitPrice;
  const again = (charge: RatedCharge): RatedCharge => {
    const unitPrice = priceOf(charge.meter);
    if (charge.kind !== 'usage' || unitPrice === undefined) return charge;
    return { ...charge, unitPrice, exact: exactProduct(charge.quantity, unitPrice) };
  };
  const earlier = request.earlier.map((month) => ({
    ...month,
    charges: month.charges.map(again),
  }));
  return { ...request, earlier };
}

/** Everybody's calendar is that of UTC. */
const inUtc = withCustomers(({ timezones: _, ...customer }) => ({ ...customer, timezone: utc }));

/**
 * Months from a change of the billing day on begin on the day of before, and nothing says where the one before them
 * ended: its last days are theirs, too.
 */
function onDaysBefore({ prepare }: BillingPorts): Partial<BillingPorts> {
  return {
    prepare: async (ports, tenant, asked) => {
      const { customers, books } = ports;
      const changed = new Map<string, string>();
      for (const key of asked.customers) {
        const last = (await customers.get(tenant, key))?.customer?.billingDays?.at(-1);
        if (last !== undefined && last.from <= asked.month) changed.set(key, last.from);
      }
      const asBefore = ({ billingDays = [], ...customer }: Customer): Customer => ({
        ...customer,
        billingDays: billingDays.slice(0, 1),
      });
      const seen = {
        get: async (of: string, key: string) => {
          const record = await customers.get(of, key);
          const customer = record?.customer;
          if (record === undefined || customer === undefined || !changed.has(key)) return record;
          return { ...record, customer: asBefore(customer) };
        },
      };
      const read: typeof books.read = async (of, wanted) => {
        const page = await books.read(of, wanted);
        return forgetful(page, (customer) => changed.get(customer));
      };
      const proxied = Object.assign(Object.create(books) as typeof books, { read });
      return prepare(
        { ...ports, customers: { ...customers, ...seen }, books: proxied },
        tenant,
        asked,
      );
    },
  };
}

/** A page that knows no closed month from before one of a customer's on. */
function forgetful(page: Page, since: (customer: string) => string | undefined): Page {
  const at = ((key: Parameters<Page['at']>[0]) => {
    const cell = page.at(key) as { readonly kind?: string } | undefined;
    if (cell?.kind !== 'customer') return cell;
    const { customer, closed, ...others } = cell as CustomerCell;
    const from = since(customer);
    const known = closed.filter(({ month }) => from === undefined || laterMonth(month) < from);
    return { ...others, customer, closed: known };
  }) as Page['at'];
  return new Proxy(page, {
    get: (target, name) => {
      if (name === 'at') return at;
      const value = Reflect.get(target, name, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The draft that is approved is the one that would be made now. */
function currentDraft(ports: BillingPorts): Partial<BillingPorts> {
  const { runs, prepare, rated, booksOn } = ports;
  return {
    runs: {
      ...runs,
      parkedDraft: async (tenant, id) => {
        const parked = await runs.parkedDraft(tenant, id);
        if (parked === undefined) return undefined;
        const books = booksOn(ports);
        const { customer, month } = parked;
        const [prepared] = await prepare({ ...rated, books }, tenant, {
          customers: [customer],
          month,
        });
        if (prepared?.status !== 'ready') return parked;
        return { ...parked, draft: (await draftClosing(books, tenant, prepared.request)).draft };
      },
    },
  };
}

const placeOf = (tenant: string, { value }: Cell): string =>
  value.kind === 'period' ? cellPlace(tenant, value).sort : '';

/** A month that was parked passes for closed. */
function parkedIsClosed({ cells, runs }: BillingPorts): Partial<BillingPorts> {
  return {
    cells: {
      read: (tenant, keys) => cells.read(tenant, keys),
      put: (...put) => cells.put(...put),
      listPeriod: async (tenant, page) => {
        const found = await cells.listPeriod(tenant, page);
        const { months } = await runs.listParked(tenant, {
          ...page,
          month: monthFrom(page.period),
        });
        const parked = months.map(({ customer, month, at }) => ({
          version: 1,
          value: {
            kind: 'period' as const,
            month,
            customer,
            attempt: 1,
            billed: [],
            closedBy: { id: 'parked', issuedAt: at, currency: 'EUR' as const },
          },
        }));
        const placed = [...found, ...parked].map((cell) => ({
          cell,
          place: placeOf(tenant, cell),
        }));
        return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ cell }) => cell);
      },
    },
  };
}

const ignoring = (check: string) => (message: Record<string, unknown>) => {
  const overrides = (message['overrides'] ?? []) as readonly { readonly check: string }[];
  const others = overrides.filter((one) => one.check !== check);
  if (message['kind'] === 'run')
    return { ...message, overrides: [...others, { check, reason: '' }] };
  return 'overrides' in message ? { ...message, overrides: others } : message;
};

/** What can go wrong on the way to a decision, and around it. */
export const runBugs: readonly PlantedBillingBug[] = [
  {
    name: 'late-usage-dropped',
    says: 'usage that comes after its month was closed is billed to nobody',
    functions: withClosings((request) => ({ ...request, earlier: [] })),
  },
  {
    name: 'late-usage-at-todays-price',
    says: 'usage of an earlier month is rated by the prices of the month that closes',
    functions: withClosings(atTodaysPrice),
  },
  {
    name: 'months-of-utc',
    says: 'months are those of UTC, not of the customer’s time zone',
    functions: through(inUtc),
  },
  {
    name: 'changed-day-billed-twice',
    says: 'where the billing day is changed, a month begins as before, whatever days the one before it had',
    functions: through(onDaysBefore),
  },
  {
    name: 'month-begins-at-its-label',
    says: 'the month that closes is named by the seller’s calendar, and billed by no zone at all',
    functions: withClosings((request) => {
      const { month, timeZone } = request.current.period;
      const { start } = billingPeriod(month, utc);
      const period = { ...request.current.period, start: timestampOf(start), timeZone };
      return { ...request, current: { ...request.current, period } };
    }),
  },
  {
    name: 'grace-ignored',
    says: 'a month is billed as soon as it has ended, although nobody asked',
    functions: withMessages((message) =>
      message['kind'] === 'run' ? { ...message, asked: true } : message,
    ),
  },
  {
    name: 'quarantine-ignored',
    says: 'nobody looks into quarantine before a month is closed',
    functions: withMessages(ignoring('quarantine-open')),
  },
  {
    name: 'repeats-ignored',
    says: 'a month is closed although identities came again, and nobody has said that it may be',
    functions: runThrough(({ repeats }) => ({
      repeats: { ...repeats, list: async () => ({ repeats: [], more: false }) },
    })),
  },
  {
    name: 'lag-ignored',
    says: 'a month is closed by totals that lag behind the log',
    functions: withMessages(ignoring('unreconciled')),
  },
  {
    name: 'parked-for-good',
    says: 'a run passes over months that were parked, and so does every later one',
    functions: runThrough(parkedIsClosed),
  },
  {
    name: 'further-tenants-forgotten',
    says: 'a sweep looks at the first page of tenants only',
    functions: runThrough(({ rated }) => ({
      rated: {
        ...rated,
        settings: {
          ...rated.settings,
          listTenants: async (page) => ({
            ...(await rated.settings.listTenants(page)),
            more: false,
          }),
        },
      },
    })),
  },
  {
    name: 'approval-of-whatever-is-current',
    says: 'what is issued is the draft of the moment, not the one that a person saw',
    functions: through(currentDraft),
  },
  {
    name: 'announcement-believed',
    says: 'documents are taken for announced though the queue did not take the message',
    functions: through(({ documents }) => ({
      documents: {
        send: async (bodies) => {
          await documents.send(bodies);
          return 'sent';
        },
      },
    })),
  },
  {
    name: 'retry-is-another-credit-note',
    says: 'a credit note that is asked for again under its key gets another number',
    functions: (real) => {
      let asked = 0;
      return {
        serve: (ports) => {
          const routes = real.serve(ports);
          return {
            ...routes,
            'POST /v1/invoices/{id}/credit-notes': (request) => {
              asked += 1;
              const idempotencyKey = `${request.idempotencyKey}-${asked}`;
              return routes['POST /v1/invoices/{id}/credit-notes']({ ...request, idempotencyKey });
            },
          };
        },
      };
    },
  },
];
