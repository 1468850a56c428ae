import type { ReadDocument } from './books-reader.ts';

/** What money came in, and what it was for. */
interface Received {
  readonly amount: bigint;
  /** By invoice. */
  readonly applied: Map<string, bigint>;
  /** Refunded or reversed. */
  gone: bigint;
}

interface Owed {
  readonly id: string;
  /** What the invoice asks for, less what is credited and written off; nothing where it is void. */
  due: bigint;
  off: bigint;
  isVoid: boolean;
  /** Without credits and write-offs. */
  readonly total: bigint;
}

/**
 * What a payer has paid, and for what: an account of its own, made of what documents say they are, never of what they
 * post, which is compared with it.
 */
export class MoneyAccount {
  readonly #payments = new Map<string, Received>();
  readonly #invoices = new Map<string, Owed>();

  /** What is wrong with the next document, if anything is. */
  fault(document: ReadDocument): string | undefined {
    const { kind, id, invoice = '', payment = '' } = document;
    const amount = big(document.amount);
    switch (kind) {
      case 'invoice': {
        const total = big(document.total);
        this.#invoices.set(id, { id, total, due: total, off: 0n, isVoid: false });
        return postedFault(document, { receivable: total });
      }
      case 'statement':
        return postedFault(document, {});
      case 'void': {
        const owed = this.#invoices.get(invoice);
        if (owed === undefined || owed.isVoid) return 'it voids no invoice that stands';
        const fault = postedFault(document, { receivable: -owed.total });
        owed.due -= owed.total;
        owed.isVoid = true;
        return fault;
      }
      case 'credit-note':
        return this.#owes(document, { due: -big(document.total) }, -big(document.total));
      case 'write-off':
        return this.#owes(document, { due: -amount, off: amount }, -amount);
      case 'payment':
        return this.#received(document);
      case 'application':
        return (
          this.#applied(payment, invoice, amount) ??
          postedFault(document, {
            receivable: -amount,
            unapplied: amount,
          })
        );
      case 'refund':
      case 'reversal': {
        const received = this.#payments.get(payment);
        if (received === undefined) return 'it is of no payment';
        received.gone += amount;
        return amount > 0n
          ? postedFault(document, { unapplied: amount, cash: -amount })
          : 'it is of nothing';
      }
    }
  }

  /** What is wrong when a block is put, if anything is: what is left of payments, and what invoices have. */
  restFault(invoiced: readonly string[]): string | undefined {
    let free = 0n;
    for (const [id, received] of this.#payments) {
      const fault = spentFault(id, received);
      if (fault !== undefined) return fault;
      free += leftOf(received);
    }
    for (const owed of this.#invoices.values()) {
      const fault = this.#owedFault(owed, invoiced.includes(owed.id) ? free : 0n);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #owedFault({ id, off }: Owed, free: bigint): string | undefined {
    const open = this.#openOf(id) - off;
    if (off < 0n) return `of ${id}, ${off} nanos are written off`;
    if (open < 0n) return `${id} has ${-open} nanos too much`;
    if (open === 0n || free === 0n) return undefined;
    return `${free} nanos are unapplied, and ${open} are due of ${id}, which was just issued`;
  }

  #received(document: ReadDocument): string | undefined {
    const amount = big(document.amount);
    const { invoice, applied: part } = document;
    if (amount <= 0n) return 'it is of nothing';
    const applied = new Map<string, bigint>();
    this.#payments.set(document.id, { amount, applied, gone: 0n });
    if (invoice === undefined) {
      return postedFault(document, { cash: amount, unapplied: -amount });
    }
    const used = part === undefined ? amount : big(part);
    if (used < amount && this.#openOf(invoice) !== used) {
      return `it applies ${used} nanos, and ${this.#openOf(invoice)} are due`;
    }
    return (
      this.#applied(document.id, invoice, used) ??
      postedFault(document, { cash: amount, receivable: -used, unapplied: used - amount })
    );
  }

  #applied(payment: string, invoice: string, amount: bigint): string | undefined {
    const received = this.#payments.get(payment);
    const owed = this.#invoices.get(invoice);
    if (received === undefined || owed === undefined) return 'it is of no payment, or no invoice';
    if (owed.isVoid) return 'it is for an invoice that is void';
    received.applied.set(invoice, (received.applied.get(invoice) ?? 0n) + amount);
    return undefined;
  }

  /** What is due of an invoice, and what is written off: that can be paid. */
  #openOf(invoice: string): bigint {
    const owed = this.#invoices.get(invoice);
    let open = (owed?.due ?? 0n) + (owed?.off ?? 0n);
    for (const { applied } of this.#payments.values()) open -= applied.get(invoice) ?? 0n;
    return open;
  }

  #owes(
    document: ReadDocument,
    by: { readonly due: bigint; readonly off?: bigint },
    receivable: bigint,
  ): string | undefined {
    const owed = this.#invoices.get(document.invoice ?? '');
    if (owed === undefined || owed.isVoid) return 'it is about no invoice that stands';
    owed.due += by.due;
    owed.off += by.off ?? 0n;
    return postedFault(document, { receivable, 'bad-debt': by.off ?? 0n });
  }
}

const leftOf = ({ amount, applied, gone }: Received): bigint =>
  [...applied.values()].reduce((left, part) => left - part, amount - gone);

function spentFault(id: string, received: Received): string | undefined {
  const taken = [...received.applied].find(([, part]) => part < 0n);
  if (taken !== undefined) return `${taken[1]} nanos of ${id} are applied to ${taken[0]}`;
  const left = leftOf(received);
  return left < 0n ? `${id} is spent by ${-left} nanos more than it is` : undefined;
}

type Moved = Readonly<Partial<Record<'receivable' | 'unapplied' | 'cash' | 'bad-debt', bigint>>>;

/** Whether what it posts on the accounts of money is what it moves. */
function postedFault({ postings }: ReadDocument, wanted: Moved): string | undefined {
  const posted: Record<string, bigint> = {};
  for (const { account, amount } of postings) {
    const [first = '', , third] = account.split(':');
    const name = first === 'customer' ? (third ?? '') : first;
    posted[name] = (posted[name] ?? 0n) + BigInt(amount);
  }
  for (const name of ['receivable', 'unapplied', 'cash', 'bad-debt'] as const) {
    const [is, should] = [posted[name] ?? 0n, wanted[name] ?? 0n];
    if (is !== should) return `it posts ${is} nanos on ${name}, and moves ${should}`;
  }
  return undefined;
}

const big = (text: string | undefined): bigint => BigInt(text ?? '0');
