import { invariant } from '../kernel/invariant.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type { Cell, CellKey, HeadCell, ValueAt } from './cell.ts';
import type { BooksDocument } from './document.ts';
import { keysOf, keyText, valueAfter, valueAt } from './fold.ts';
import { emptyHead } from './fold-head.ts';
import { ensureBalanced } from './postings.ts';

/** What the books come to at one length of the log. */
export interface BooksState {
  /** The number of blocks it knows. */
  readonly blocks: number;
  /** By `keyText`; undefined where the books say nothing. A key that was not asked for is not here. */
  readonly cells: ReadonlyMap<string, Cell | undefined>;
  /** Earlier documents that were asked for, by id. */
  readonly originals: ReadonlyMap<string, BooksDocument>;
}

/**
 * The next block while it is being decided: the state of the books with the documents added so far. It is thrown away
 * when somebody else's block comes first, so nothing outside may be changed while deciding.
 */
export class Page {
  readonly documents: BooksDocument[] = [];
  /** When its documents are recorded: now, or when the last document was, should the clock have been set back since. */
  readonly recordedAt: Timestamp;
  readonly originals: ReadonlyMap<string, BooksDocument>;
  readonly #seq: number;
  readonly #documentsMax: number;
  readonly #cells: Map<string, Cell | undefined>;

  constructor(
    state: BooksState,
    { now, documentsMax }: { readonly now: Timestamp; readonly documentsMax: number },
  ) {
    this.#seq = state.blocks + 1;
    this.#documentsMax = documentsMax;
    this.#cells = new Map(state.cells);
    this.originals = state.originals;
    this.recordedAt = timestampOf(Math.max(now, this.head().recordedAt));
  }

  /** How many blocks it sums up. */
  get blocks(): number {
    return this.#seq - 1;
  }

  /** Whether no further document has room; what is left is decided for another block. */
  isFull(): boolean {
    return this.room === 0;
  }

  /** For how many further documents there is room. */
  get room(): number {
    return Math.max(this.#documentsMax - this.documents.length, 0);
  }

  head(): HeadCell {
    return this.at({ kind: 'head' }) ?? emptyHead;
  }

  /** What the books say under a key that was asked for. */
  at<Key extends CellKey>(key: Key): ValueAt<Key> | undefined {
    const text = keyText(key);
    invariant(this.#cells.has(text), `a decision asks beforehand for what it reads, got ${text}`);
    return valueAt(key, this.#cells.get(text)?.value);
  }

  /** The number of the last block with a document that concerns what is under a key; 0 where there is none. */
  versionAt(key: CellKey): number {
    return this.#cells.get(keyText(key))?.version ?? 0;
  }

  /** Throws when the document does not balance, or does not follow from what the page says. */
  add(document: BooksDocument): void {
    ensureBalanced(document);
    const place = { seq: this.#seq, index: this.documents.length };
    for (const key of keysOf(document)) {
      const text = keyText(key);
      if (!this.#cells.has(text)) continue;
      const value = valueAfter(key, this.#cells.get(text)?.value, document, place);
      this.#cells.set(text, { version: this.#seq, value });
    }
    this.documents.push(document);
  }
}
