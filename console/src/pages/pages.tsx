import type { FunctionComponent } from 'preact';
import { linkTo, type Place } from '../place.ts';
import { Empty } from '../ui/states.tsx';
import { BackfillsPage } from './backfills/backfills-page.tsx';
import { BankPage } from './bank/bank-page.tsx';
import { BooksPage } from './books/books-page.tsx';
import { CustomersPage } from './customers/customers-page.tsx';
import { EventsPage } from './events/events-page.tsx';
import { InvoicesPage } from './invoices/invoices-page.tsx';
import { KeysPage } from './keys/keys-page.tsx';
import { MarketplacePage } from './marketplace/marketplace-page.tsx';
import { Overview } from './overview/overview.tsx';
import type { PageProps } from './page-props.ts';
import { PayeesPage } from './payees/payees-page.tsx';
import { PayoutsPage } from './payouts/payouts-page.tsx';
import { PlansPage, planTitle } from './plans/plans-page.tsx';
import { RemindersPage } from './reminders/reminders-page.tsx';
import { ReportsPage } from './reports/reports-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { UsagePage } from './usage/usage-page.tsx';

interface PageDefinition {
  readonly title: string;
  readonly Page: FunctionComponent<PageProps>;
  /** The heading of one of what it lists. */
  readonly itemTitle?: (item: string) => string;
}

/** In the order in which they are listed. */
const pages = {
  overview: { title: 'Overview', Page: Overview },
  usage: { title: 'Usage', Page: UsagePage },
  customers: { title: 'Customers', Page: CustomersPage, itemTitle: (key) => `Customer ${key}` },
  invoices: { title: 'Invoices', Page: InvoicesPage, itemTitle: () => 'Document' },
  runs: { title: 'Billing runs', Page: RunsPage, itemTitle: (month) => `Billing of ${month}` },
  reminders: { title: 'Reminders', Page: RemindersPage },
  bank: { title: 'Bank statements', Page: BankPage },
  marketplace: {
    ...{ title: 'Marketplace', Page: MarketplacePage },
    itemTitle: (key) => `Customer ${key} at AWS Marketplace`,
  },
  payees: { title: 'Payees', Page: PayeesPage, itemTitle: (key) => `Payee ${key}` },
  payouts: { title: 'Payouts', Page: PayoutsPage, itemTitle: (id) => `Run ${id}` },
  books: { title: 'Books', Page: BooksPage, itemTitle: () => 'Entries of an account' },
  reports: { title: 'Reports', Page: ReportsPage },
  events: { title: 'Events', Page: EventsPage },
  backfills: {
    ...{ title: 'Backfill jobs', Page: BackfillsPage },
    itemTitle: (name) => `Backfill job ${name}`,
  },
  plans: { title: 'Plans and meters', Page: PlansPage, itemTitle: planTitle },
  keys: { title: 'Keys', Page: KeysPage },
  settings: { title: 'Settings', Page: SettingsPage },
} as const satisfies Readonly<Record<string, PageDefinition>>;

type PageName = keyof typeof pages;

export const pageNames = Object.keys(pages) as readonly PageName[];

export const titleOf = (name: PageName): string => pages[name].title;

export function pageOf({ page, item }: Place): {
  readonly title: string;
  readonly Page: FunctionComponent<PageProps>;
} {
  const found: PageDefinition | undefined = Object.hasOwn(pages, page)
    ? pages[page as PageName]
    : undefined;
  if (found === undefined) return { title: 'There is no such page', Page: Nowhere };
  const { title, Page, itemTitle } = found;
  return { title: item === undefined ? title : (itemTitle?.(item) ?? title), Page };
}

const Nowhere: FunctionComponent<PageProps> = ({ place }) => (
  <Empty>
    Nothing is at “{place.page}”. <a href={linkTo('overview')}>Go to the overview</a>.
  </Empty>
);
