import type { Clock } from '../kernel/clock.ts';
import { invariant } from '../kernel/invariant.ts';
import { booksBlockBytes, booksBlockBytesMax, documentIn, documentsIn } from './block.ts';
import type { Cell, CellKey, DocumentCell, DocumentsCell } from './cell.ts';
import { type PagedKey, type PlacedCell, pageOf } from './customer-pages.ts';
import type { BooksDocument } from './document.ts';
import { firstClosed, firstMonths } from './first-months.ts';
import { refuseTooLarge, refuseUnsplit } from './fits.ts';
import { BlockChanges, type BooksBlock, keyText, valueAt } from './fold.ts';
import { foldedInto, placed } from './folded-cells.ts';
import { loadCells } from './load-cells.ts';
import { LostCells } from './lost-cells.ts';
import { type BooksState, Page } from './page.ts';
import type { PayeeDocumentsCell } from './payee-cell.ts';
import type { BooksCells, BooksLog } from './ports.ts';
import { isHeadPast, putCells, putHead } from './put-cells.ts';

export interface BooksPorts {
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly clock: Clock;
  /** Waits, where another writer still puts the cells of its block; without it nobody is waited for. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/** What to add to the books, as a pure function of what they say. */
export interface Decision<Outcome> {
  /** What it looks at beside the head. */
  readonly cells: readonly CellKey[];
  /** Ids of earlier documents it needs whole. */
  readonly originals: readonly string[];
  /**
   * Adds documents to the page, none when there is nothing to add. Decided again when somebody else's block came first.
   */
  decide(page: Page): Outcome;
}

/** Racing writers make one another start over; each time one of them has moved on. */
const ATTEMPTS_MAX = 100;
const DOCUMENTS_PER_BLOCK_MAX = 100;
/** With a tail longer than this the projections are brought up to it first. */
const TAIL_BLOCKS_MAX = 16;
const HEAD = { kind: 'head' } as const;

/** Where the log stood when it was read, the projections of it that were asked for, and the blocks past the head. */
interface Opened {
  readonly state: BooksState;
  /** Cells as they are stored, by `keyText`. */
  readonly stored: Map<string, Cell | undefined>;
  /** The head's version: `tail` goes on from there. */
  readonly from: number;
  readonly tail: readonly BlockChanges[];
}

/** What is looked at beside the head. */
interface Asked {
  readonly cells: readonly CellKey[];
  readonly originals: readonly string[];
}

/**
 * Writes the books of a tenant, one order of all its financial facts.
 *
 * Why every fact is booked once, and numbers have no gap: a decision is a pure function of the state after blocks 1 to
 * n, and block n+1 is put only if nobody else has put it. So what was decided is what the log then says, or nothing is
 * written and the decision is made again from what was written instead. A document's id is a function of its cause; a
 * decision that finds the id in the books adds nothing. Hence two runs that race, a schedule that fires twice, a crash
 * after the append and a lost answer to it all end alike: the first block stands, and who comes later finds it there.
 * Numbers come from the head, a fold of the same n blocks, so a number is given in the same write that uses it.
 *
 * Why the state is right although most of it is read from projections: a cell is the fold of all documents that concern
 * it up to its version. The head is put after the cells of its blocks, so every cell has at least the head's blocks in
 * it; those past the head are read from the log, strongly, and folded in here. The head is read before the cells and
 * the cells before the log, so what is read of the log is never behind a cell.
 *
 * Why a customer's pages fit in that: a page is no fold of its own. It is cut off the customer's cell when that is put,
 * and says the same whoever cuts it, as it is so many documents of one customer in the order of the log. It is put
 * before the cell that counts it, so what is counted is there; a crash in between leaves a page that is put once more.
 */
export class Books {
  readonly #ports: BooksPorts;
  readonly #lost: LostCells;

  constructor(ports: BooksPorts) {
    this.#ports = ports;
    this.#lost = new LostCells(ports);
  }

  /**
   * Resolves to the outcome of the decision that stands. Rejects when the books cannot be read or won.
   * @throws Rejection `books.full` where what is decided, or what the books would keep with it, does not fit
   */
  async record<Outcome>(tenant: string, decision: Decision<Outcome>): Promise<Outcome> {
    let documentsMax = DOCUMENTS_PER_BLOCK_MAX;
    let before: Opened | undefined;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const opened = await this.#open(tenant, decision, before);
      before = opened;
      const page = new Page(opened.state, { now: this.#ports.clock.now(), documentsMax });
      const outcome = decision.decide(page);
      if (page.documents.length === 0) return outcome;
      const block = { seq: opened.state.blocks + 1, bytes: booksBlockBytes(page.documents) };
      if (block.bytes.length > booksBlockBytesMax) {
        refuseUnsplit(page.documents.length, documentsMax);
        documentsMax = Math.floor(page.documents.length / 2);
        continue;
      }
      const changes = new BlockChanges({ seq: block.seq, documents: page.documents });
      const folded = await this.#folded(tenant, opened, changes);
      refuseTooLarge(folded);
      if ((await this.#ports.log.append(tenant, block)) !== 'put') continue;
      await this.#settle(tenant, folded, opened);
      return outcome;
    }
    throw new Error(`gave up writing the books of ${tenant} after ${ATTEMPTS_MAX} attempts`);
  }

  /** What the books say under `cells` now, with the blocks that no projection has yet. */
  async read(
    tenant: string,
    asked: { readonly cells: readonly CellKey[]; readonly originals?: readonly string[] },
  ): Promise<Page> {
    const { state } = await this.#open(tenant, {
      cells: asked.cells,
      originals: asked.originals ?? [],
    });
    return new Page(state, { now: this.#ports.clock.now(), documentsMax: 0 });
  }

  /** As `firstClosed` says. */
  readonly firstClosed = (tenant: string) => firstClosed(this.#ports.log, tenant);

  /** As `firstMonths` says. */
  readonly firstMonths = (tenant: string) => firstMonths(this.#ports.log, tenant);

  /** Pages of documents that the cell of whose they are counts, without the one they are read to. They never change. */
  async readPages(
    tenant: string,
    of: PagedKey,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly (DocumentsCell | PayeeDocumentsCell)[]> {
    const keys = Array.from({ length: to - from }, (_, index) => pageOf(of, from + index));
    const cells = await this.#ports.cells.read(tenant, keys);
    return keys.map((key, index) => {
      const page = valueAt(key, cells[index]?.value);
      invariant(page !== undefined, `page ${key.page} of documents is kept before it is counted`);
      return page;
    });
  }

  /** Brings every projection up to the log, and answers how many blocks it has. */
  async catchUp(tenant: string): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; ) {
      const [head] = await this.#ports.cells.read(tenant, [HEAD]);
      const from = head?.version ?? 0;
      const { blocks } = await this.#readTail(tenant, from);
      if (blocks.length === 0) return from;
      const isHeadMoved = await this.#putAll(tenant, from, blocks.slice(0, TAIL_BLOCKS_MAX));
      if (!isHeadMoved) attempt += 1;
    }
    throw new Error(`gave up bringing the projections of ${tenant} up to its books`);
  }

  /** Of what was read `before`, only the log is read again, past where it was: blocks and the order of them stay. */
  async #open(tenant: string, asked: Asked, before?: Opened): Promise<Opened> {
    const keys: CellKey[] = [
      ...asked.cells,
      ...asked.originals.map((id) => ({ kind: 'document', id }) as const),
    ];
    for (let known = before; ; known = undefined) {
      const stored = known?.stored ?? new Map<string, Cell | undefined>();
      await this.#load(tenant, stored, [HEAD]);
      const from = stored.get(keyText(HEAD))?.version ?? 0;
      await this.#load(tenant, stored, keys);
      await this.#lost.refuse(tenant, { head: from, stored, keys });
      const read = known?.tail ?? [];
      const { blocks: past, more } = await this.#readTail(tenant, from + read.length);
      const tail = [...read, ...past];
      if (more || tail.length > TAIL_BLOCKS_MAX) {
        await this.catchUp(tenant);
        continue;
      }
      const blocks = from + tail.length;
      const cells = new Map<string, Cell | undefined>();
      for (const key of [HEAD, ...keys]) {
        const cell = foldedInto(stored.get(keyText(key)), key, tail);
        invariant((cell?.version ?? 0) <= blocks, 'no cell is ahead of the log');
        cells.set(keyText(key), cell);
      }
      const originals = await this.#originals(tenant, asked.originals, cells);
      return { state: { blocks, cells, originals }, stored, from, tail };
    }
  }

  async #originals(
    tenant: string,
    ids: readonly string[],
    cells: ReadonlyMap<string, Cell | undefined>,
  ): Promise<ReadonlyMap<string, BooksDocument>> {
    const originals = new Map<string, BooksDocument>();
    for (const id of ids) {
      const cell = cells.get(keyText({ kind: 'document', id }));
      if (cell === undefined) continue;
      originals.set(id, await readDocument(this.#ports.log, tenant, cell.value as DocumentCell));
    }
    return originals;
  }

  /** The blocks past `after`, as far as the first page of them goes without a hole. */
  async #readTail(
    tenant: string,
    after: number,
  ): Promise<{ readonly blocks: readonly BlockChanges[]; readonly more: boolean }> {
    const { blocks, more } = await this.#ports.log.read(tenant, after, 'strong');
    const run: BlockChanges[] = [];
    for (const { seq, bytes } of blocks) {
      invariant(seq === after + run.length + 1, `the books have block ${after + run.length + 1}`);
      run.push(new BlockChanges({ seq, documents: documentsIn(bytes) } satisfies BooksBlock));
    }
    return { blocks: run, more };
  }

  #load(tenant: string, stored: Map<string, Cell | undefined>, keys: readonly CellKey[]) {
    return loadCells(this.#ports.cells, tenant, stored, keys);
  }

  /**
   * The cells that the next block concerns, with the tail and the block folded in. Done before it is appended: a block
   * that does not fold is never written.
   */
  async #folded(
    tenant: string,
    { stored, from, tail }: Opened,
    block: BlockChanges,
  ): Promise<readonly PlacedCell[]> {
    const keys = block.keys();
    // A number is written once, whatever was there: nothing to read.
    const read = keys.filter(({ kind }) => kind !== 'number');
    await this.#load(tenant, stored, read);
    await this.#lost.refuse(tenant, { head: from, stored, keys: read });
    return placed(keys, stored, [...tail, block]);
  }

  /**
   * Puts the cells of a block that was appended, then the head. The cells of the blocks before it are their writers' to
   * put, who are at it: they are waited for, and the head says when they are done. Where one of them has died, or
   * nobody waits, what it left is put here. So racing writers do not put each other's cells, and the head is put only
   * after the cells of all its blocks.
   */
  async #settle(
    tenant: string,
    folded: readonly PlacedCell[],
    { from, tail }: Opened,
  ): Promise<void> {
    const { cells, pause } = this.#ports;
    if (!(await putCells(cells, tenant, folded))) return;
    const last = tail.at(-1);
    const isSettled = last === undefined || (await isHeadPast(cells, tenant, last.seq, pause));
    if (!isSettled && !(await this.#putCellsOf(tenant, from, tail))) return;
    await putHead(cells, tenant, { from, folded });
  }

  /** Puts the cells that blocks past the head concern, but for the head; only those that are not there yet. */
  async #putCellsOf(
    tenant: string,
    head: number,
    blocks: readonly BlockChanges[],
  ): Promise<boolean> {
    const stored = new Map<string, Cell | undefined>();
    const keys = blocks.flatMap((block) => block.keys());
    await this.#load(tenant, stored, keys);
    await this.#lost.refuse(tenant, { head, stored, keys });
    return putCells(this.#ports.cells, tenant, placed(keys, stored, blocks));
  }

  /** Puts all cells that blocks concern, the head last; answers whether that is put. */
  async #putAll(tenant: string, from: number, blocks: readonly BlockChanges[]): Promise<boolean> {
    const stored = new Map<string, Cell | undefined>();
    await this.#load(tenant, stored, [HEAD]);
    const folded = placed([HEAD], stored, blocks);
    if (!(await this.#putCellsOf(tenant, from, blocks))) return false;
    return putHead(this.#ports.cells, tenant, { from, folded });
  }
}

/** The document at a place of the log that something says it is at. */
export async function readDocument(
  log: Pick<BooksLog, 'readOne'>,
  tenant: string,
  { seq, index, id }: { readonly seq: number; readonly index: number; readonly id: string },
): Promise<BooksDocument> {
  const block = await log.readOne(tenant, seq);
  const document = block === undefined ? undefined : documentIn(block.bytes, index);
  invariant(document?.id === id, `block ${seq} of the books holds ${id} at ${index}`);
  return document;
}
