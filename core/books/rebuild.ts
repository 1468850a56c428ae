import { sha256 } from '../kernel/digest.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { InvariantViolation, invariant } from '../kernel/invariant.ts';
import { documentsIn } from './block.ts';
import type { Books } from './books.ts';
import { type Cell, type CellKey, type FoldedKey, isPage } from './cell.ts';
import { cellText } from './cell-codec.ts';
import { readingsOf } from './check.ts';
import type { PlacedCell } from './customer-pages.ts';
import { BlockChanges, keyText } from './fold.ts';
import type { BooksCells, BooksLog, CellRepair, FoundCell } from './ports.ts';
import { blocksFrom } from './reading.ts';
import { noteKept, RefoldedCells } from './refolded-cells.ts';

export interface BooksRebuildPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells & CellRepair;
}

/** One of `slices` parts of a tenant's cells, from 0: what a pass over the log makes again. */
export interface BooksSlice {
  readonly slice: number;
  readonly slices: number;
  /** How many blocks there were at the first slice: the cells of these are there after the last. */
  readonly blocks: number;
}

/** What a pass made again. */
export interface RebuiltCells {
  readonly blocks: number;
  /** Compared. */
  readonly cells: number;
  /** Put, as they were missing, behind, or not what the log makes of them. */
  readonly mended: number;
}

/** What so many blocks come to is held in memory at once: some hundred megabytes where they are full. */
const BLOCKS_PER_SLICE = 250;
const KEYS_PER_READ = 200;
const MENDS_AT_ONCE = 16;
/** Traffic moves cells on while they are compared; each time only those are compared again. */
const ROUNDS_MAX = 20;
const HEAD = { kind: 'head' } as const;

/** The first slice of a tenant's cells; undefined where there are no books. */
export async function firstBooksSlice(
  log: BooksLog,
  tenant: string,
): Promise<BooksSlice | undefined> {
  let blocks = 0;
  for await (const { seq } of blocksFrom(log, tenant, 1)) blocks = seq;
  return blocks === 0
    ? undefined
    : { slice: 0, slices: Math.ceil(blocks / BLOCKS_PER_SLICE), blocks };
}

/**
 * Makes the cells of a slice again from the log, to the byte, while others read and write them; slices come in their
 * order. Nothing is deleted. A cell is put over exactly what was found wrong, so what a writer puts meanwhile stands;
 * where that was made from what was wrong, it is found different in the next round.
 *
 * Cells come before the head that promises them. So the head is of the last slice, and compared as of its own block,
 * never moved on. Where there is none it is put as of the blocks that all slices have. What came since is then put as
 * after any writer that died.
 */
export async function rebuildBooks(
  { books, log, cells }: BooksRebuildPorts,
  tenant: string,
  part: BooksSlice,
): Promise<RebuiltCells> {
  const pass = new Pass(cells, tenant, part);
  let open: readonly PlacedCell[] | undefined;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await pass.foldOn(log);
    open = await pass.mend(open);
    if (open.length > 0) continue;
    if (isLast(part)) await books.catchUp(tenant);
    return pass.rebuilt;
  }
  const [first] = open ?? [];
  throw new InvariantViolation(
    `${first === undefined ? 'cells' : keyText(first.key)} of ${tenant} stay ahead of the log, or change all the time: ` +
      'run the rebuild again, and look at the log where it says the same',
  );
}

const isLast = ({ slice, slices }: BooksSlice): boolean => slice === slices - 1;

/** A slice's cells as the log makes them, as far as it was read. */
class Pass {
  readonly #cells: BooksCells & CellRepair;
  readonly #tenant: string;
  readonly #part: BooksSlice;
  readonly #refolded = new RefoldedCells();
  /** The head after each block: which of them is kept is known when it is read. */
  readonly #heads = new Map<number, Cell>();
  readonly #compared = new Set<string>();
  #blocks = 0;
  #mended = 0;

  constructor(cells: BooksCells & CellRepair, tenant: string, part: BooksSlice) {
    this.#cells = cells;
    this.#tenant = tenant;
    this.#part = part;
  }

  get rebuilt(): RebuiltCells {
    return { blocks: this.#blocks, cells: this.#compared.size, mended: this.#mended };
  }

  /** Folds the blocks that came since. */
  async foldOn(log: BooksLog): Promise<void> {
    for await (const { seq, bytes } of blocksFrom(log, this.#tenant, this.#blocks + 1)) {
      invariant(seq === this.#blocks + 1, `the books have block ${this.#blocks + 1}`);
      this.#blocks = seq;
      const changes = new BlockChanges({ seq, documents: documentsIn(bytes) });
      for (const key of changes.keys()) {
        if (this.#isOfSlice(key)) this.#refolded.apply(changes, key);
      }
      const head = this.#refolded.at(HEAD);
      if (head !== undefined) this.#heads.set(seq, head);
    }
  }

  /** Compares some cells, or all, and puts right what is wrong; answers what has to be looked at again. */
  async mend(some: readonly PlacedCell[] | undefined): Promise<readonly PlacedCell[]> {
    const wanted =
      some === undefined
        ? this.#refolded.all()
        : some.map(({ key, cell }) => ({ key, cell: this.#refolded.at(key) ?? cell }));
    const wrong = await this.#wrongOf(wanted);
    const open: PlacedCell[] = [];
    // What counts pages is put after them, and the head after everything.
    for (const turn of turns) {
      const due = wrong.filter(({ key }) => turn(key));
      const again = await inParallel(MENDS_AT_ONCE, due, (one) => this.#put(one));
      open.push(...due.filter((_, index) => again[index] === true));
    }
    return open;
  }

  async #wrongOf(wanted: readonly PlacedCell[]): Promise<readonly PlacedCell[]> {
    const found = new Map<string, Cell>();
    for (let start = 0; start < wanted.length; start += KEYS_PER_READ) {
      const keys = wanted.slice(start, start + KEYS_PER_READ).map(({ key }) => key);
      for (const { key, cell } of await readingsOf(this.#cells, this.#tenant, keys)) {
        if (cell !== undefined && !(cell instanceof InvariantViolation)) {
          noteKept(found, { key, cell });
        }
      }
    }
    for (const { key } of wanted) this.#compared.add(keyText(key));
    return wanted.filter((one) => {
      const cell = found.get(keyText(one.key));
      return !isSame(cell, this.#due(one, cell));
    });
  }

  /** What is to stand under a key: of the head, what it was after the block that it says it has. */
  #due({ key, cell }: PlacedCell, found: FoundCell): Cell {
    if (key.kind !== 'head') return cell;
    const isThere = found !== undefined && found !== 'unreadable';
    return this.#heads.get(isThere ? found.version : this.#part.blocks) ?? cell;
  }

  /** Answers whether the cell has to be looked at again. */
  async #put(one: PlacedCell): Promise<boolean> {
    const outcome = await this.#cells.mend(this.#tenant, one.key, (found) => {
      const due = this.#due(one, found);
      const isAhead = found !== undefined && found !== 'unreadable' && found.version > due.version;
      return isAhead || isSame(found, due) ? undefined : due;
    });
    if (outcome === 'put') this.#mended += 1;
    return outcome !== 'put';
  }

  /** A customer's, or a payee's, pages are cut off its cell, so they are in one slice. */
  #isOfSlice(key: FoldedKey): boolean {
    if (key.kind === 'head') return isLast(this.#part);
    return sha256(keyText(key)).readUInt32BE(0) % this.#part.slices === this.#part.slice;
  }
}

const turns: readonly ((key: CellKey) => boolean)[] = [
  isPage,
  (key) => !isPage(key) && key.kind !== 'head',
  ({ kind }) => kind === 'head',
];

const isSame = (found: FoundCell, due: Cell): boolean =>
  found !== undefined &&
  found !== 'unreadable' &&
  found.version === due.version &&
  cellText(found.value) === cellText(due.value);
