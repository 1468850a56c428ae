import type { HeadCell } from '../books/cell.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import type { SeriesFormat, SeriesFormats } from '../catalog/series-formats.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { TransferReferences } from '../payments/transfer-reference.ts';
import type { BankEntry, BankStatement } from './bank-statement.ts';
import { type DebitPorts, debitEntries } from './known-debits.ts';
import { knownPayers, type ProposingPorts } from './known-payers.ts';
import { type PayoutPorts, payoutEntries } from './known-payouts.ts';
import type { EntryProposal } from './proposal.ts';
import { Proposals } from './propose.ts';
import { recordedEntries } from './recorded-entries.ts';
import { type WalletEntry, walletEntries } from './wallet-entries.ts';

/** What became of an entry, or would. */
export interface ProposedEntry {
  readonly statement: BankStatement;
  readonly entry: BankEntry;
  /** What it is booked as, where it is: then nothing is proposed. */
  readonly recorded?: { readonly id: string; readonly customer: string };
  readonly proposal?: EntryProposal;
  /** The direct debits or the payouts that it has told of: then nothing is proposed, either. */
  readonly told?: string;
}

/** What is asked of the books. */
export interface BankQuestion {
  readonly statements: readonly BankStatement[];
  /** Who is said to have paid entries, by their places over all statements, from 1. */
  readonly payers?: readonly { readonly entry: number; readonly customer: string }[] | undefined;
}

/**
 * What would be booked of each entry, or is booked already: a function of the file, the books and the catalog. Nothing
 * is written.
 * @throws Rejection `billing-settings.not-found`
 */
export async function proposeFromBooks(
  ports: ProposingPorts & {
    readonly settings: BillingSettings;
    readonly debits: DebitPorts;
    readonly payouts: PayoutPorts;
    readonly transfers: TransferReferences;
  },
  tenant: string,
  { statements, payers = [] }: BankQuestion,
): Promise<ProposedEntry[]> {
  const { series, timeZone } = (await tenantBillingOf(ports.settings, tenant)).policy;
  const all = statements.flatMap((statement) =>
    statement.entries.map((entry) => ({ statement, entry })),
  );
  const recorded = await recordedEntries(
    ports.books,
    tenant,
    all.map(({ entry }) => entry),
  );
  const page = await ports.books.read(tenant, { cells: [] });
  const asked = {
    entries: all.map(({ entry }) => entry).filter((entry) => !recorded.has(entry)),
    ...{ timeZone, now: page.recordedAt },
  };
  const ofWallets = await walletEntries(ports, tenant, asked.entries);
  const ours = new Map([
    ...(await debitEntries(ports.debits, tenant, asked)),
    ...(await payoutEntries(ports.payouts, tenant, asked)),
  ]);
  const isBooked = (entry: BankEntry): boolean =>
    recorded.has(entry) || ofWallets.get(entry)?.recorded !== undefined;
  const open = all.filter(
    ({ entry }) => !isBooked(entry) && !ours.has(entry) && entry.state === 'booked',
  );
  const saidOf = new Map(
    payers.map(({ entry, customer }) => [all[entry - 1]?.entry, customer] as const),
  );
  const formats = formatsOf(series, page.head().series);
  const payersKnown = await knownPayers(ports, tenant, {
    entries: open.map(({ entry }) => entry),
    formats,
    timeZone,
    payers: new Set(saidOf.values()),
    wallets: new Map([...ofWallets].map(([entry, { payer }]) => [entry, payer])),
  });
  const sure = [...recorded.values()].filter(({ isUnsure }) => !isUnsure);
  const proposals = new Proposals(formats, payersKnown, new Set(sure.map(({ id }) => id)));
  return all.map(({ statement, entry }) => {
    const known = ours.get(entry);
    if (known?.kind === 'told') return { statement, entry, told: known.of };
    if (known !== undefined) return { statement, entry, proposal: known.proposal };
    const found = recorded.get(entry) ?? bookedOf(ofWallets.get(entry));
    if (found === undefined) {
      return { statement, entry, proposal: proposals.next(entry, saidOf.get(entry)) };
    }
    const { id, customer } = found;
    return { statement, entry, recorded: { id, customer } };
  });
}

/** What went into a wallet is told once, too. */
const bookedOf = (of: WalletEntry | undefined) =>
  of?.recorded === undefined ? undefined : { id: of.recorded, customer: of.payer };

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
