import { readDocument } from '../books/books.ts';
import { documentsBefore } from '../books/customer-documents.ts';
import { localStart, utc } from '../kernel/time-zone.ts';
import { millisecondsPer, rfc3339, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { ErasedPayer, ErasePorts } from './erase-ports.ts';
import type { KeptRecords } from './erasure.ts';

/** Messages wait seven days at most, and as dead letters fourteen; sent back then, they are under a pseudonym. */
const MESSAGES_DAYS = 21;
/** DynamoDB restores tables to any second of so many days. */
const BACKUP_DAYS = 35;

/** What an erasure leaves, with the day on which it goes. */
export async function whatStays(
  ports: ErasePorts,
  payer: ErasedPayer,
  openEntries: number,
): Promise<readonly KeptRecords[]> {
  const now = ports.clock.now();
  const inDays = (days: number): Timestamp => timestampOf(now + days * millisecondsPer.day);
  const documents = await documentsUntil(ports, payer);
  return [
    ...profileKept(payer),
    ...(openEntries === 0
      ? []
      : [
          {
            what: 'quarantine' as const,
            until: undefined,
            reason: `${openEntries} open entries have events of it: retry or dismiss them, and erase it again`,
          },
        ]),
    ...(documents === undefined
      ? []
      : [
          {
            what: 'documents' as const,
            until: documents,
            reason:
              'the law wants invoices and the books to be kept so long after the last of them; nothing deletes them then by itself',
          },
        ]),
    ...usageKept(ports, payer),
    {
      what: 'billing-runs',
      until: undefined,
      reason:
        'drafts that wait, lists of repeats and of subjects without a customer say what they were made from',
    },
    {
      what: 'audit',
      until: undefined,
      reason: 'paths of requests that named it; the audit is never changed',
    },
    {
      what: 'messages',
      until: inDays(MESSAGES_DAYS),
      reason: 'events in queues and dead letters have the subject itself',
    },
    { what: 'backups', until: inDays(BACKUP_DAYS), reason: 'tables can be restored so far back' },
  ];
}

function profileKept({ billed, isNeeded, record }: ErasedPayer): readonly KeptRecords[] {
  if (!isNeeded || record?.customer === undefined) return [];
  const reason =
    billed === undefined
      ? 'its open entries are found by its subjects: erase it again when they are retried or dismissed'
      : `${billed.month} can still be billed, which takes its name, address, taxes, plan and subjects: erase it again then`;
  return [{ what: 'customer', until: billed?.until, reason }];
}

/** The claim of another customer that had the subject. */
export const claimsKept = (until: Timestamp | undefined): readonly KeptRecords[] =>
  until === undefined
    ? []
    : [
        {
          what: 'claims',
          until,
          reason:
            'what was used while a customer had the subject can still come, and is billed to that: erase it again then',
        },
      ];

function usageKept(
  { pseudonymsFrom }: ErasePorts,
  { clear, subjects }: ErasedPayer,
): readonly KeptRecords[] {
  const inClear = {
    what: 'usage-in-clear' as const,
    until: undefined,
    reason:
      pseudonymsFrom === undefined
        ? 'usage has no pseudonyms: set farthing:pseudonymsFrom, for what comes then'
        : `usage of before ${rfc3339(pseudonymsFrom)}, and what was used while a customer had the subject, is under the subject itself`,
  };
  const underPseudonyms = {
    what: 'usage-under-pseudonyms' as const,
    until: undefined,
    reason: 'nobody can tell any more whose it is, unless by what it comes to',
  };
  return [
    ...(clear.length === 0 ? [] : [inClear]),
    ...(pseudonymsFrom === undefined && clear.length === subjects.length ? [] : [underPseudonyms]),
  ];
}

/** The first instant after the years that the last document is kept; undefined where there is none. */
async function documentsUntil(
  { books, log, documentYears }: ErasePorts,
  { tenant, payer }: ErasedPayer,
): Promise<Timestamp | undefined> {
  const asked = { customer: payer, before: undefined };
  for await (const entry of documentsBefore(books, tenant, asked)) {
    const { effectiveAt } = await readDocument(log, tenant, entry);
    const year = Number.parseInt(rfc3339(effectiveAt).slice(0, 4), 10);
    return localStart(`${year + documentYears + 1}-01`, utc);
  }
  return undefined;
}
