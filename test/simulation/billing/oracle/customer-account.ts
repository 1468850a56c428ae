import type { ReadDocument } from './books-reader.ts';
import { MoneyAccount } from './money-account.ts';
import { WaitingRevenue } from './waiting-revenue.ts';

const NANO = 10n ** 15n;
/** Minor units as powers of ten, in nanos. */
const units: Readonly<Record<string, bigint>> = {
  EUR: 10n ** 7n,
  USD: 10n ** 7n,
  JPY: 10n ** 9n,
  KWD: 10n ** 6n,
};

/** An invoice that was issued, and what has become of it. */
interface Issued {
  readonly document: ReadDocument;
  /** By how much it changed what is carried, in 1e-24. */
  readonly carriedBy: bigint;
  isCredited: boolean;
  isVoid: boolean;
  /** By line, in nanos. */
  readonly credited: Map<string, bigint>;
}

/**
 * What a customer carries, and what its documents must say for it: an account of its own, to the last place. All of a
 * customer's is in one currency and under one tax code here.
 */
export class CustomerAccount {
  /** In 1e-24. */
  carried = 0n;
  /** Documents by which months are closed now. */
  readonly closed = new Map<string, ReadDocument>();
  readonly money = new MoneyAccount();
  readonly waiting = new WaitingRevenue();
  readonly #attempts = new Map<string, number>();
  readonly #invoices = new Map<string, Issued>();

  /** The subtotal of the last invoice that stands and was for anything, in nanos. */
  get lastSubtotal(): bigint | undefined {
    const standing = [...this.#invoices.values()].filter(
      ({ isVoid, document }) => !isVoid && big(document.subtotal) > 0n,
    );
    const last = standing.at(-1)?.document.subtotal;
    return last === undefined ? undefined : BigInt(last);
  }

  attemptOf(label: string): number {
    return this.#attempts.get(label) ?? 1;
  }

  /** What is wrong with the next document, if anything is. */
  fault(document: ReadDocument): string | undefined {
    const sums = new Map<string, bigint>();
    for (const { currency, amount } of document.postings) {
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
    }
    if ([...sums.values()].some((sum) => sum !== 0n)) return 'its postings do not balance';
    return (
      this.money.fault(document) ??
      this.#amountsFault(document) ??
      this.waiting.fault(document, (label) => this.closed.has(label))
    );
  }

  #amountsFault(document: ReadDocument): string | undefined {
    switch (document.kind) {
      case 'invoice':
      case 'statement':
        return this.#closing(document);
      case 'void':
        return this.#void(document);
      case 'credit-note':
        return this.#credit(document);
      case 'payment':
      case 'application':
      case 'refund':
      case 'reversal':
      case 'write-off':
        return undefined;
    }
  }

  #closing(document: ReadDocument): string | undefined {
    const { period, attempt, recognised, currency } = document;
    const label = period?.label ?? '';
    if (this.closed.has(label)) return `${label} is closed a second time`;
    if (attempt !== this.attemptOf(label)) {
      return `${label} is closed at attempt ${attempt}, not ${this.attemptOf(label)}`;
    }
    this.closed.set(label, document);
    const billed = (document.billed ?? []).reduce((sum, { exact }) => sum + BigInt(exact), 0n);
    if (billed !== big(recognised)) return `it recognises ${recognised} and bills ${billed}`;
    const before = this.carried;
    const worth = before + billed;
    const unit = units[currency] ?? 0n;
    // Cut to nanos, then rounded half away from zero.
    const nanos = floored(worth, NANO);
    const rounded = floored(2n * abs(nanos) + unit, 2n * unit) * unit * (nanos < 0n ? -1n : 1n);
    const subtotal = document.kind === 'invoice' ? big(document.subtotal) : 0n;
    if (document.kind === 'invoice' && subtotal !== rounded) {
      return `its subtotal is ${subtotal} nanos, and ${rounded} are due`;
    }
    this.carried = worth - subtotal * NANO;
    this.#invoices.set(document.id, {
      document,
      carriedBy: this.carried - before,
      isCredited: false,
      isVoid: false,
      credited: new Map(),
    });
    return carryFault(document, { before, after: this.carried });
  }

  #void(document: ReadDocument): string | undefined {
    const issued = this.#invoices.get(document.invoice ?? '');
    if (issued === undefined || issued.document.kind !== 'invoice') return 'it voids no invoice';
    if (issued.isVoid || issued.isCredited) return 'it voids an invoice that is void or credited';
    issued.isVoid = true;
    const label = issued.document.period?.label ?? '';
    if (document.afterwards === 'rebill') {
      this.closed.delete(label);
      this.#attempts.set(label, this.attemptOf(label) + 1);
    }
    const before = this.carried;
    this.carried -= issued.carriedBy;
    return carryFault(document, { before, after: this.carried });
  }

  #credit(document: ReadDocument): string | undefined {
    const issued = this.#invoices.get(document.invoice ?? '');
    if (issued === undefined || issued.isVoid) return 'it credits no invoice that stands';
    issued.isCredited = true;
    const { lines } = JSON.parse(issued.document.content ?? '{}') as {
      lines: readonly { readonly id: string; readonly amount: string }[];
    };
    for (const { line, amount } of document.lines ?? []) {
      const credited = (issued.credited.get(line) ?? 0n) + BigInt(amount);
      issued.credited.set(line, credited);
      const whole = nanosIn(lines.find(({ id }) => id === line)?.amount ?? '0');
      if (abs(credited) > abs(whole)) return `${credited} nanos are credited of line ${line}`;
    }
    return undefined;
  }
}

/** Whether what a document says of the carry is what must be carried before and after it. */
function carryFault(
  { kind, carry = [] }: ReadDocument,
  { before, after }: { readonly before: bigint; readonly after: bigint },
): string | undefined {
  const sums = { in: 0n, out: 0n };
  for (const change of carry) {
    sums.in += BigInt(change.in) * NANO + BigInt(change.residueIn);
    sums.out += BigInt(change.out) * NANO + BigInt(change.residueOut);
  }
  // What is not mentioned stays as it was.
  const isSilent = carry.length === 0 && before === after;
  // A void mentions what its invoice did, which may be taxed otherwise than what is carried besides.
  if (kind === 'void' && sums.out - sums.in === after - before) return undefined;
  if (isSilent || (sums.in === before && sums.out === after)) return undefined;
  return `it carries from ${sums.in} to ${sums.out}e-24, and should from ${before} to ${after}`;
}

function nanosIn(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const nanos = BigInt(whole) * 10n ** 9n + BigInt(fraction.padEnd(9, '0'));
  return text.startsWith('-') ? -nanos : nanos;
}

const big = (text: string | undefined): bigint => BigInt(text ?? '0');
const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const floored = (value: bigint, unit: bigint): bigint => {
  const quotient = value / unit;
  return value < 0n && quotient * unit !== value ? quotient - 1n : quotient;
};
