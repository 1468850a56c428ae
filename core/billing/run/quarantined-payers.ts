import { ownersOfEach, type SubjectPayer } from '../../catalog/subject-owners.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import type { Quarantine, QuarantineEntry } from '../../metering/quarantine/ports.ts';
import type { RatingPorts } from '../ports.ts';

/** The check that a payer's month waits for while something of it is open in quarantine. */
export const quarantineOpen = 'quarantine-open';

interface QuarantinedPorts {
  readonly quarantine: Quarantine;
  readonly rating: Pick<RatingPorts, 'customers'>;
}

const PAGE = 1_000;
/** Subjects that are remembered: some tens of megabytes. */
const SUBJECTS_MAX = 200_000;

/** The first entry that was found, and between which instants all of them occurred. */
interface Entries {
  readonly entry: string;
  readonly first: Timestamp;
  readonly last: Timestamp;
}

const together = (one: Entries | undefined, other: Entries): Entries =>
  one === undefined
    ? other
    : {
        entry: one.entry,
        first: one.first < other.first ? one.first : other.first,
        last: one.last > other.last ? one.last : other.last,
      };

/** Whose months wait for what is open in quarantine. */
export class QuarantinedPayers {
  /** Why the months of all wait; undefined where they do not. */
  readonly everybody: string | undefined;
  readonly #entries = new Map<string, Entries>();

  constructor(everybody?: string) {
    this.everybody = everybody;
  }

  add(payer: string, entries: Entries): void {
    this.#entries.set(payer, together(this.#entries.get(payer), entries));
  }

  /** Why a payer's month waits; undefined where it does not. */
  reasonFor(payer: string, { start, end }: Period): string | undefined {
    if (this.everybody !== undefined) return this.everybody;
    const found = this.#entries.get(payer);
    return found !== undefined && found.first < end && start <= found.last
      ? `${waitsFor(found.entry)}, then run the month again`
      : undefined;
  }
}

const waitsFor = (entry: string): string =>
  `retry or dismiss what is in quarantine of the month, such as ${entry}`;

/**
 * Who pays for the events that occurred in `span` and are open in quarantine. Of a subject it is remembered between
 * which instants its entries are: whoever paid for it between them counts, so that too many wait sooner than too few.
 * Everybody does where there is an entry from before entries held one payer, or they are of more subjects than a
 * process remembers.
 */
export async function quarantinedPayers(
  { quarantine, rating }: QuarantinedPorts,
  tenant: string,
  span: Period,
  subjectsMax = SUBJECTS_MAX,
): Promise<QuarantinedPayers> {
  const bySubject = new Map<string, Entries>();
  const pages = pagesPast('', async (after) => {
    const entries = await quarantine.list(tenant, { after, limit: PAGE });
    return pageUpTo(entries, ({ id }) => id, entries.length === PAGE);
  });
  for await (const entries of pages) {
    for (const { id, event, holds } of entries.filter((entry) => isOpenIn(entry, span))) {
      if (holds === undefined) return new QuarantinedPayers(waitsFor(id));
      const { subject, occurredAt: at } = event;
      bySubject.set(subject, together(bySubject.get(subject), { entry: id, first: at, last: at }));
    }
    if (bySubject.size > subjectsMax) return new QuarantinedPayers(tooMany);
  }
  const payers = new QuarantinedPayers();
  const owners = await ownersOfEach(rating.customers, tenant, [...bySubject.keys()]);
  for (const [subject, entries] of bySubject) {
    for (const payer of payersOf(subject, entries, owners.get(subject))) payers.add(payer, entries);
  }
  return payers;
}

const tooMany =
  'retry or dismiss what is in quarantine: it is of more subjects than a run can tell apart';

const isOpenIn = ({ status, event: { occurredAt } }: QuarantineEntry, { start, end }: Period) =>
  status === 'open' && start <= occurredAt && occurredAt < end;

/** Whoever has the subject in the time of its entries, and the subject itself unless one has it all the while. */
function payersOf(
  subject: string,
  { first, last }: Entries,
  owners: readonly SubjectPayer[] = [],
): readonly string[] {
  const those = owners.filter(({ period: { start, end } }) => start <= last && first < end);
  const isCovered = those.some(({ period: { start, end } }) => start <= first && last < end);
  const customers = those.map(({ customer }) => customer);
  return isCovered ? customers : [...customers, payerKeyOf({ subject })];
}
