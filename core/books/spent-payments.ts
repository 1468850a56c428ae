import type { Cell } from './cell.ts';
import type { ApplicationDocument, BooksDocument, PaymentDocument } from './document.ts';
import { appliedAtOnce } from './kinds/payment.ts';

/** What a payment was spent on, as its documents say. */
interface Spent {
  readonly payment: PaymentDocument | undefined;
  /** By invoice. */
  readonly applied: ReadonlyMap<string, bigint>;
  /** Refunded, reversed. */
  readonly gone: bigint;
}

const nothing: Spent = { payment: undefined, applied: new Map(), gone: 0n };

/**
 * What each payment was spent on, by the documents alone: an account of its own, that knows nothing of the fold.
 * Nothing is spent twice, nothing is taken back that was not applied, and all that is unspent is of one payment.
 */
export class SpentPayments {
  readonly #spent = new Map<string, Spent>();

  add(document: BooksDocument): void {
    switch (document.kind) {
      case 'payment':
        this.#received(document);
        break;
      case 'application':
        this.#applied(document);
        break;
      case 'refund':
      case 'reversal':
      case 'breakage': {
        const before = this.#of(document.payment);
        this.#spent.set(document.payment, { ...before, gone: before.gone + document.amount });
        break;
      }
      case 'invoice':
      case 'statement':
      case 'credit-note':
      case 'void':
      case 'write-off':
      case 'reminder':
      case 'pause':
      case 'share':
      case 'share-reversal':
      case 'payee-statement':
      case 'payout':
      case 'payout-settlement':
      case 'payout-return':
      case 'claim':
    }
  }

  /** Says where a payment is unknown, was spent beyond its amount, or was taken back beyond what was applied. */
  *faults(): Generator<string> {
    for (const [id, { payment, applied, gone }] of this.#spent) {
      if (payment === undefined) {
        yield `there is no payment ${id}, and documents spend it`;
        continue;
      }
      const left = unspent({ payment, applied, gone });
      if (left < 0n) yield `${id} is spent by ${-left} nanos more than it is`;
      for (const [invoice, amount] of applied) {
        if (amount < 0n) yield `of ${id}, ${amount} nanos are applied to ${invoice}`;
      }
    }
  }

  /** Says where a payer's cell has another amount of a payment as unapplied than its documents leave. */
  *differences(cells: Iterable<Cell>): Generator<string> {
    const shown = new Map<string, bigint>();
    for (const { value } of cells) {
      if (value.kind !== 'customer') continue;
      for (const { payment, amount } of value.unapplied ?? []) shown.set(payment, amount);
    }
    for (const [id, spent] of this.#spent) {
      const [left, has] = [unspent(spent), shown.get(id) ?? 0n];
      if (left !== has) yield `${id} has ${left} nanos unapplied, and its payer's cell says ${has}`;
    }
  }

  #received(payment: PaymentDocument): void {
    const before = this.#of(payment.id);
    const applied = new Map(before.applied);
    const { invoice } = payment;
    if (invoice !== undefined) {
      applied.set(invoice, (applied.get(invoice) ?? 0n) + appliedAtOnce(payment));
    }
    this.#spent.set(payment.id, { ...before, payment, applied });
  }

  #applied({ payment, invoice, amount }: ApplicationDocument): void {
    const before = this.#of(payment);
    const applied = new Map(before.applied);
    applied.set(invoice, (applied.get(invoice) ?? 0n) + amount);
    this.#spent.set(payment, { ...before, applied });
  }

  #of(payment: string): Spent {
    return this.#spent.get(payment) ?? nothing;
  }
}

const unspent = ({ payment, applied, gone }: Spent): bigint =>
  [...applied.values()].reduce((left, amount) => left - amount, (payment?.amount ?? 0n) - gone);
