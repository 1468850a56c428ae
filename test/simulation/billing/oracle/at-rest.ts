import { Books } from '../../../../core/books/books.ts';
import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells } from '../../../fakes/books.ts';
import type { Violation } from '../../journal.ts';
import type { BillingContext } from '../run-context.ts';
import type { BilledTenant } from '../scenario.ts';
import { countedMonths } from './amounts.ts';
import { wrongInCommitments } from './commitments.ts';
import { wrongInUnbilled } from './unbilled.ts';
import type { BooksWatch, KnownBooks } from './watch.ts';

/** The first thing that is wrong with what is stored when all has come to rest, if anything is. */
export async function wrongAtRest(
  world: BillingContext,
  watch: BooksWatch,
): Promise<Violation | undefined> {
  for (const tenant of world.scenario.tenants) {
    const books = watch.booksOf(tenant.name);
    const wrong =
      wrongInLog(world, books) ??
      wrongAboutPromises(world, books) ??
      (await wrongWhenRebuilt(world, tenant)) ??
      (await wrongInUsage(world, books));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** All that was used is in the account of one customer, or on the list of what is not billed. */
async function wrongInUsage(
  world: BillingContext,
  books: KnownBooks,
): Promise<Violation | undefined> {
  const months = countedMonths(world, books);
  if ('rule' in months) return months;
  const wrong = wrongInCommitments(world, books, months);
  if (wrong !== undefined) return wrong;
  return world.scenario.listsUnbilled ? wrongInUnbilled(world, books.tenant, months) : undefined;
}

/** Reads the log from the store again: what the watch was told need not be what is there. */
function wrongInLog({ stores }: BillingContext, { tenant, blocks }: KnownBooks) {
  const stored = stores.log
    .blocksOf(tenant.name)
    .map(({ bytes }) => Buffer.from(bytes).toString('hex'));
  if (JSON.stringify(stored) === JSON.stringify(blocks)) return undefined;
  return {
    rule: 'what is issued never changes',
    detail: `the books of ${tenant.name} are not what was put`,
    about: tenant.name,
  };
}

function wrongAboutPromises(
  { ledger, stores, journal }: BillingContext,
  { tenant, ids, documents, documentsBefore }: KnownBooks,
): Violation | undefined {
  for (const id of ledger.promisedIn(tenant.name)) {
    if (ids.has(id)) continue;
    const rule = 'what somebody was told is booked is in the books';
    return { rule, detail: `${id} is not`, about: id };
  }
  const announced = stores.queues.documents
    .visible(Number.MAX_SAFE_INTEGER)
    .map(({ body }) => JSON.parse(body) as { tenant: string; ids: string[] })
    .filter((message) => message.tenant === tenant.name)
    .flatMap((message) => message.ids);
  const all = new Set(announced);
  if (all.size < announced.length) journal.reached('announced again');
  // Where a person did it, and gave up before the answer came, it is announced when somebody asks again.
  const isLeft = (id: string): boolean =>
    (ledger.wasApproved(tenant.name, id) || ledger.wasRequested(tenant.name, id)) &&
    !ledger.promisedIn(tenant.name).has(id);
  // Nobody closes the month of a void invoice once more: the daily check announces it, whose days are over by now.
  const voided = new Set(
    documents.flatMap(({ kind, invoice }) => (kind === 'void' ? invoice : [])),
  );
  const silent = documents.find(
    ({ content, id }, index) =>
      index >= documentsBefore &&
      content !== undefined &&
      !all.has(id) &&
      !isLeft(id) &&
      !voided.has(id),
  );
  if (silent === undefined) return undefined;
  const rule = 'every document is announced, so that its forms are stored';
  return { rule, detail: `${silent.id} is not`, about: silent.id };
}

/** Folds the log anew, and compares what comes of it with what there is. */
async function wrongWhenRebuilt(
  { stores, now }: BillingContext,
  { name }: BilledTenant,
): Promise<Violation | undefined> {
  const cells = new InMemoryBooksCells();
  const clock = { now: () => timestampOf(now) };
  await new Books({ log: stores.log, cells, clock }).catchUp(name);
  const kept = stores.cells.snapshot().split('\n');
  const rebuilt = new Set(cells.snapshot().split('\n'));
  const own = kept.filter((row) => isOf(name, row));
  const stray = own.find((row) => !rebuilt.has(row));
  if (stray === undefined && own.length === (rebuilt.has('') ? 0 : rebuilt.size)) return undefined;
  const rule = 'projections that are deleted come back to the byte';
  const detail = stray ?? `${own.length} cells are kept, and ${rebuilt.size} come of the log`;
  return { rule, detail: detail.slice(0, 2_000), about: 'cells.put' };
}

const isOf = (tenant: string, row: string): boolean => {
  if (row === '') return false;
  const [partition] = JSON.parse(row) as [string];
  return (JSON.parse(partition) as string[])[1] === tenant;
};
