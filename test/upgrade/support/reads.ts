import { createHash } from 'node:crypto';
import { inParallel } from '../../../core/kernel/in-parallel.ts';
import type { Client, Tenant } from './client.ts';
import { exportInOldWords } from './old-exports.ts';
import { formInOldWords } from './old-forms.ts';

/** What was answered, by what was asked: JSON as text, anything else as the digest of it. */
export type Recorded = Readonly<Record<string, string>>;

/** When a fixture is left to the upgrade. */
export const leftAt = '2026-06-30T08:00:00Z';

const ofPro = ['views', 'bytes', 'peak_seats', 'free_seats', 'storage', 'stored_last', 'readers'];

/** Which usage is looked at: mostly of one customer, as all that a tenant has is long to read. */
const usage: Readonly<Record<Tenant, readonly string[]>> = {
  archive: ['meter=hits&subject=old&from=2025-11&to=2025-12'],
  magazine: [
    ...ofPro.map((meter) => `meter=${meter}&customer=press`),
    ...['sales', 'sale_count'].map((meter) => `meter=${meter}&customer=shop`),
    'meter=views&customer=tokyo&timezone=Asia/Tokyo&groupBy=section',
    'meter=arts_views&groupBy=subject',
  ].map((query) => `${query}&from=2026-03&to=2026-08&window=month`),
  studio: ['meter=minutes&from=2026-03&to=2026-08&window=day&groupBy=customer'],
};
const customers = {
  magazine: ['press', 'tokyo', 'york', 'shop', 'small', 'burst'],
  studio: ['anime', 'manga'],
} as const;
const billing = ['magazine', 'studio'] as const;
type Billed = (typeof billing)[number];

/** All that tenants can look at, to the byte. */
export async function readAll(client: Client, months: readonly string[]): Promise<Recorded> {
  const reader = new Reader(client);
  await reader.read([
    ...(['archive', ...billing] as const).flatMap(usagePaths),
    'magazine /v1/meters/arts_views',
  ]);
  return { ...reader.recorded(), ...(await readBilling(client, { months, known: {} })) };
}

/** What is billed, to the byte; all forms of documents that were not known before. */
export async function readBilling(
  client: Client,
  { months, known }: { readonly months: readonly string[]; readonly known: Recorded },
): Promise<Recorded> {
  const reader = new Reader(client);
  await reader.read(billing.flatMap((tenant) => billingPaths(tenant, months)));
  await reader.read(billing.flatMap((tenant) => draftsIn(reader, tenant, months)));
  const documents = billing.flatMap((tenant) => documentsIn(reader, tenant));
  await reader.read(documents.map(jsonPath));
  const unknown = documents.filter((document) => known[jsonPath(document)] === undefined);
  const drawnBefore = unknown.filter((document) => isIssuedBefore(reader.at(jsonPath(document))));
  await reader.read([...unknown.flatMap(formPaths), ...drawnBefore.slice(0, 1).map(pdfPath)]);
  return reader.recorded();
}

/** Asks several things at a time, as `tenant path`. */
class Reader {
  readonly #client: Client;
  readonly #recorded = new Map<string, string>();

  constructor(client: Client) {
    this.#client = client;
  }

  async read(asked: readonly string[]): Promise<void> {
    await inParallel(LANES, asked, async (what) => {
      const [tenant, path = ''] = what.split(' ');
      const { status, type, bytes } = await this.#client.ask(tenant as Tenant, 'GET', path);
      const text = steady(formInOldWords(path, bytes.toString('utf8')));
      const content = type.startsWith('application/pdf') ? bytes : exportInOldWords(path, text);
      const shown = type.includes('json')
        ? text
        : createHash('sha256').update(content).digest('hex');
      this.#recorded.set(what, status === 200 ? shown : `${status} ${shown}`);
    });
  }

  at(what: string): string {
    return this.#recorded.get(what) ?? '';
  }

  recorded(): Recorded {
    return Object.fromEntries([...this.#recorded].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const LANES = 4;

/**
 * Without what differs each time: of what has happened since a fixture was left, only the day stays, as the clock runs
 * on and no two runs are equally fast.
 */
const steady = (text: string): string =>
  text
    .replaceAll(/(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d\.\d+Z/g, (instant, day: string) =>
      instant >= leftAt ? day : instant,
    )
    .replace(/"requestId":"[^"]+"/, '"requestId":""');

const usagePaths = (tenant: Tenant): readonly string[] => [
  `${tenant} /v1/meters`,
  `${tenant} /v1/quarantine`,
  ...usage[tenant].map((query) => `${tenant} /v1/usage?${query}`),
];

const billingPaths = (tenant: Billed, months: readonly string[]): readonly string[] => [
  ...['customers', 'plans', 'billing-settings', 'accounts', 'books/check', 'books'].map(
    (path) => `${tenant} /v1/${path}`,
  ),
  ...['csv', 'hledger', 'beancount'].map((format) => `${tenant} /v1/books?format=${format}`),
  ...customers[tenant].flatMap((key) => [
    `${tenant} /v1/accounts?customer=${key}`,
    `${tenant} /v1/invoices?customer=${key}`,
    `${tenant} /v1/accounts/customer:${key}:receivable/entries`,
  ]),
  ...months.flatMap((month) => [`${tenant} /v1/billing-runs/${month}`, draftsPath(tenant, month)]),
];

const draftsPath = (tenant: Billed, month: string): string =>
  `${tenant} /v1/invoices?period=${month}&status=draft`;

const draftsIn = (reader: Reader, tenant: Billed, months: readonly string[]): readonly string[] =>
  months
    .flatMap((month) => {
      const list = JSON.parse(reader.at(draftsPath(tenant, month))) as {
        readonly invoices: readonly { readonly id: string }[];
      };
      return list.invoices;
    })
    .map(({ id }) => `${tenant} /v1/invoices/${id}`);

interface Shown {
  readonly kind: string;
  readonly path: string;
}

/** The documents of the books that people are shown. */
function documentsIn(reader: Reader, tenant: Billed): readonly Shown[] {
  const { documents } = JSON.parse(reader.at(`${tenant} /v1/books`)) as {
    readonly documents: readonly { readonly id: string; readonly kind: string }[];
  };
  return documents
    .filter(({ kind }) => kind === 'invoice' || kind === 'credit-note' || kind === 'statement')
    .map(({ id, kind }) => ({ kind, path: `${tenant} /v1/invoices/${id}` }));
}

const jsonPath = ({ path }: Shown): string => `${path}?format=json`;

/** The other forms, and the way back from the first line. */
const formPaths = ({ kind, path }: Shown): readonly string[] =>
  kind === 'invoice'
    ? [`${path}?format=csv`, `${path}?format=ubl`, `${path}/lines/1?events=true`]
    : [`${path}?format=csv`];

/** A PDF has the instant of its issue in it. One is enough: it takes long to draw one. */
const pdfPath = ({ path }: Shown): string => `${path}?format=pdf`;
const isIssuedBefore = (document: string): boolean => /"issuedAt":"[^"]+T/.test(document);

/** What is answered otherwise than before, or was not asked before. */
export const onlyChanges = (recorded: Recorded, before: Recorded): Recorded =>
  Object.fromEntries(Object.entries(recorded).filter(([what, text]) => before[what] !== text));
