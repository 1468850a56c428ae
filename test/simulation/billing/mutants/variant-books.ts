import { booksBlockBytes, documentsIn } from '../../../../core/books/block.ts';
import { Books, type Decision } from '../../../../core/books/books.ts';
import type {
  Balance,
  Carry,
  Cell,
  CellKey,
  CustomerCell,
  HeadCell,
  ValueAt,
} from '../../../../core/books/cell.ts';
import type { BooksDocument } from '../../../../core/books/document.ts';
import { BlockChanges, keyText } from '../../../../core/books/fold.ts';
import { numberedOf } from '../../../../core/books/kinds/kinds.ts';
import { type BooksState, Page } from '../../../../core/books/page.ts';
import { exactOf } from '../../../../core/kernel/exact-amount.ts';
import { InvariantViolation } from '../../../../core/kernel/invariant.ts';
import { nanosOf } from '../../../../core/kernel/money.ts';

/** Mistakes in deciding what to book. */
export interface BooksFlaws {
  /** Numbers are taken from here, by series, before the block is put. */
  readonly counters?: Map<string, number>;
  /** Ids of closings are drawn, so many so far. */
  readonly drawn?: { count: number };
  readonly forgetsClosings?: boolean;
  /** How many times what is carried is taken in. */
  readonly carryFactor?: bigint;
  readonly dropsResidue?: boolean;
  /** How many times what is deferred of a month is earned. */
  readonly deferredFactor?: bigint;
  /** How many times what is unapplied is there, when a month is closed. */
  readonly unappliedFactor?: bigint;
  /** Documents that are forgotten. */
  readonly forgets?: (document: BooksDocument) => boolean;
}

type BooksPorts = ConstructorParameters<typeof Books>[0];

const ATTEMPTS_MAX = 50;
const HEAD = { kind: 'head' } as const;

/** Books that read everything each time, check nothing that they write, and have flaws. */
export class VariantBooks extends Books {
  readonly #on: BooksPorts;
  readonly #flaws: BooksFlaws;

  constructor(on: BooksPorts, flaws: BooksFlaws) {
    super(on);
    this.#on = on;
    this.#flaws = flaws;
  }

  override async record<Outcome>(tenant: string, decision: Decision<Outcome>): Promise<Outcome> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const state = await this.#state(tenant, decision);
      const page = new FlawedPage(state, this.#on.clock.now(), this.#flaws);
      const outcome = decision.decide(page);
      if (page.documents.length === 0) return outcome;
      for (const document of page.documents) {
        const numbered = numberedOf(document);
        if (numbered !== undefined) this.#flaws.counters?.set(numbered.series, numbered.ordinal);
      }
      const block = { seq: state.blocks + 1, bytes: booksBlockBytes(page.documents) };
      if ((await this.#on.log.append(tenant, block)) === 'put') return outcome;
    }
    throw new Error(`gave up on the books of ${tenant}`);
  }

  async #state(tenant: string, asked: Decision<unknown>): Promise<BooksState> {
    const keys: CellKey[] = [
      HEAD,
      ...asked.cells,
      ...asked.originals.map((id) => ({ kind: 'document', id }) as const),
    ];
    const cells = new Map<string, Cell | undefined>(keys.map((key) => [keyText(key), undefined]));
    const originals = new Map<string, BooksDocument>();
    let blocks = 0;
    for (;;) {
      const page = await this.#on.log.read(tenant, blocks, 'strong');
      for (const { seq, bytes } of page.blocks) {
        const documents = documentsIn(bytes);
        const changes = new BlockChanges({ seq, documents });
        for (const key of keys)
          cells.set(keyText(key), changes.applied(key, cells.get(keyText(key))));
        for (const document of documents) originals.set(document.id, document);
        blocks = seq;
      }
      if (!page.more) return { blocks, cells, originals };
    }
  }
}

class FlawedPage extends Page {
  readonly #flaws: BooksFlaws;

  constructor(state: BooksState, now: BooksDocument['recordedAt'], flaws: BooksFlaws) {
    super(state, { now, documentsMax: 1 });
    this.#flaws = flaws;
  }

  override head(): HeadCell {
    const head = super.head();
    // Asked for first by the constructor of the page, before there are flaws.
    const counters = #flaws in this ? this.#flaws.counters : undefined;
    if (counters === undefined) return head;
    const names = new Set([...head.series.map(({ name }) => name), ...counters.keys()]);
    const lastOf = (name: string) => head.series.find((one) => one.name === name)?.last ?? 0;
    return {
      ...head,
      series: [...names].map((name) => ({ name, last: counters.get(name) ?? lastOf(name) })),
    };
  }

  override at<Key extends CellKey>(key: Key): ValueAt<Key> | undefined {
    const value = super.at(key);
    return value === undefined || !(#flaws in this) ? value : (this.#flawed(value) as ValueAt<Key>);
  }

  override add(document: BooksDocument): void {
    const { drawn, forgets } = this.#flaws;
    if (forgets?.(document) === true) return;
    const isClosing = document.kind === 'invoice' || document.kind === 'statement';
    if (drawn === undefined || !isClosing) {
      this.#take(document);
      return;
    }
    drawn.count += 1;
    const id = `inv_${drawn.count.toString(16).padStart(32, '0')}`;
    this.#take({ ...document, id });
  }

  /** What is decided next sees it, where it folds. */
  #take(document: BooksDocument): void {
    try {
      super.add(document);
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
      this.documents.push(document);
    }
  }

  #flawed(value: Cell['value']): Cell['value'] {
    const { forgetsClosings = false } = this.#flaws;
    if (value.kind === 'customer') {
      const closed = forgetsClosings ? [] : value.closed;
      const carry = value.carry.map((one) => this.#carry(one));
      return { ...value, closed, carry, ...this.#unapplied(value) };
    }
    if (value.kind !== 'period') return value;
    const { closedBy, deferred = [], ...period } = value;
    return {
      ...period,
      ...(closedBy === undefined || forgetsClosings ? {} : { closedBy }),
      ...(deferred.length === 0 ? {} : { deferred: this.#deferred(deferred) }),
    };
  }

  #deferred(deferred: readonly Balance[]): readonly Balance[] {
    const { deferredFactor = 1n } = this.#flaws;
    return deferred.map((one) => ({ ...one, amount: nanosOf(one.amount * deferredFactor) }));
  }

  #unapplied({ unapplied = [] }: CustomerCell): Pick<CustomerCell, 'unapplied'> {
    const { unappliedFactor: factor } = this.#flaws;
    if (factor === undefined) return {};
    const seen = unapplied.map((one) => ({ ...one, amount: nanosOf(one.amount * factor) }));
    return { unapplied: seen.filter(({ amount }) => amount > 0n) };
  }

  #carry(carry: Carry): Carry {
    const { carryFactor = 1n, dropsResidue = false } = this.#flaws;
    return {
      ...carry,
      amount: nanosOf(carry.amount * carryFactor),
      residue: dropsResidue ? exactOf(0n) : carry.residue,
    };
  }
}
