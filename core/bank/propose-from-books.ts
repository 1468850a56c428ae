import type { Books } from '../books/books.ts';
import type { HeadCell } from '../books/cell.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import type { SeriesFormat, SeriesFormats } from '../catalog/series-formats.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { bankEntryPaymentId, bankEntryReversalId } from '../payments/bank-entry.ts';
import type { BankEntry, BankStatement } from './bank-statement.ts';
import { bankEntryName } from './entry-cause.ts';
import { knownPayers, type ProposingPorts } from './known-payers.ts';
import type { EntryProposal } from './proposal.ts';
import { Proposals } from './propose.ts';

/** What became of an entry, or would. */
export interface ProposedEntry {
  readonly statement: BankStatement;
  readonly entry: BankEntry;
  /** What it is booked as, where it is: then nothing is proposed. */
  readonly recorded?: { readonly id: string; readonly customer: string };
  readonly proposal?: EntryProposal;
}

const AT_ONCE = 8;
const PER_READ = 100;

/**
 * What would be booked of each entry, or is booked already: a function of the file, the books and the catalog. Nothing
 * is written.
 * @throws Rejection `billing-settings.not-found`
 */
export async function proposeFromBooks(
  ports: ProposingPorts & { readonly settings: BillingSettings },
  tenant: string,
  statements: readonly BankStatement[],
): Promise<ProposedEntry[]> {
  const { series, timeZone } = (await tenantBillingOf(ports.settings, tenant)).policy;
  const all = statements.flatMap((statement) =>
    statement.entries.map((entry) => ({ statement, entry, id: idOf(entry) })),
  );
  const recorded = await recordedAt(
    ports.books,
    tenant,
    all.map(({ id }) => id),
  );
  const open = all.filter(({ id, entry }) => !recorded.has(id) && entry.state === 'booked');
  const given = (await ports.books.read(tenant, { cells: [] })).head().series;
  const formats = formatsOf(series, given);
  const known = await knownPayers(ports, tenant, {
    entries: open.map(({ entry }) => entry),
    formats,
    timeZone,
  });
  const proposals = new Proposals(formats, known, new Set(recorded.keys()));
  return all.map(({ statement, entry, id }) => {
    const customer = recorded.get(id);
    return customer === undefined
      ? { statement, entry, proposal: proposals.next(entry) }
      : { statement, entry, recorded: { id, customer } };
  });
}

/** How numbers of invoices are written now, and those of series that the tenant had before. */
function formatsOf(
  { invoice, creditNote }: SeriesFormats,
  given: HeadCell['series'],
): readonly SeriesFormat[] {
  const isOf = ({ prefix }: SeriesFormat, name: string): boolean => {
    const [first = '', ...rest] = prefix.split('{year}');
    const year = name.slice(first.length, first.length + YEAR_LENGTH);
    return name === (rest.length === 0 ? prefix : prefix.replaceAll('{year}', year));
  };
  const before = given.filter(({ name }) => !isOf(invoice, name) && !isOf(creditNote, name));
  return [invoice, ...before.map(({ name }) => ({ prefix: name, digits: invoice.digits }))];
}

const YEAR_LENGTH = 4;

/** Of what an entry is booked as. */
const idOf = (entry: BankEntry): string =>
  (entry.amount < 0n ? bankEntryReversalId : bankEntryPaymentId)(bankEntryName(entry));

/** Those of the documents that the books have, and whose they are. */
async function recordedAt(
  books: Books,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const parts = Array.from({ length: Math.ceil(ids.length / PER_READ) }, (_, index) =>
    ids.slice(index * PER_READ, (index + 1) * PER_READ),
  );
  const pages = await inParallel(AT_ONCE, parts, async (originals) => {
    const page = await books.read(tenant, { cells: [], originals });
    return [...page.originals.values()].map(({ id, customer }) => [id, customer] as const);
  });
  return new Map(pages.flat());
}
