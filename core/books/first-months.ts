import type { Month } from '../kernel/month.ts';
import { documentsIn } from './block.ts';
import type { BooksDocument } from './document.ts';
import { monthOf } from './kinds/kinds.ts';
import type { BooksLog } from './ports.ts';

/** Where so many blocks have no invoice, the first is not looked for any further. */
const BLOCKS_MAX = 32;
/** Deposits may come before anything is closed: so many payers pay in advance, at most, before the first is billed. */
const DEPOSIT_BLOCKS_MAX = 1_000;

type Log = Pick<BooksLog, 'readOne'>;

/**
 * The months of the first documents, up to the first invoice; `none-issued` while there is no invoice. Block after
 * block is read until there is one: nearly always the first.
 */
export async function firstMonths(
  log: Log,
  tenant: string,
): Promise<ReadonlySet<Month> | 'none-issued'> {
  const months = new Set<Month>();
  let closing = 0;
  for await (const documents of blocksOf(log, tenant)) {
    const invoice = documents.findIndex(({ kind }) => kind === 'invoice');
    const first = invoice === -1 ? documents : documents.slice(0, invoice + 1);
    for (const month of monthsIn(first)) months.add(month);
    if (invoice !== -1) return months;
    if (months.size > 0) closing += 1;
    if (closing >= BLOCKS_MAX) return months;
  }
  return 'none-issued';
}

/** The month that was closed first of all; undefined while none is. Nearly always the first document says it. */
export async function firstClosed(log: Log, tenant: string): Promise<Month | undefined> {
  for await (const documents of blocksOf(log, tenant)) {
    const [first] = monthsIn(documents);
    if (first !== undefined) return first;
  }
  return undefined;
}

const monthsIn = (documents: readonly BooksDocument[]): readonly Month[] =>
  documents.flatMap((document) => monthOf(document)?.period.month ?? []);

async function* blocksOf(log: Log, tenant: string): AsyncGenerator<readonly BooksDocument[]> {
  for (let seq = 1; seq <= DEPOSIT_BLOCKS_MAX; seq += 1) {
    const block = await log.readOne(tenant, seq);
    if (block === undefined) return;
    yield documentsIn(block.bytes);
  }
}
