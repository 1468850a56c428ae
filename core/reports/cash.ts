import { accountName } from '../books/account.ts';
import type { BooksDocument } from '../books/document.ts';
import { netOf } from '../books/net-payout.ts';
import type { CountedDocument } from './counted.ts';
import type { PostedSums } from './posted-sums.ts';
import { ByCurrency, byName, type ReportFold, type ReportTable } from './table.ts';

interface OnRail {
  opening: bigint;
  received: bigint;
  refunded: bigint;
  reversed: bigint;
  paidOut: bigint;
}

const noneOn = (): OnRail => ({
  opening: 0n,
  received: 0n,
  refunded: 0n,
  reversed: 0n,
  paidOut: 0n,
});

/** Money by the rail it came and went over. */
export class Cash implements ReportFold {
  readonly columns = [
    { name: 'rail', holds: 'text' },
    { name: 'opening', holds: 'amount', isSummed: true },
    { name: 'received', holds: 'amount', isSummed: true },
    { name: 'refunded', holds: 'amount', isSummed: true },
    { name: 'reversed', holds: 'amount', isSummed: true },
    { name: 'closing', holds: 'amount', isSummed: true },
    { name: 'paidOut', holds: 'amount', isSummed: true },
  ] as const;
  readonly #rails = new ByCurrency(() => new Map<string, OnRail>());

  add({ document, part }: CountedDocument): void {
    if (part === 'after') return;
    const moved = movedBy(document);
    if (moved === undefined) return;
    const rails = this.#rails.at(document.currency);
    const rail = rails.get(moved.rail) ?? noneOn();
    rails.set(moved.rail, rail);
    if (part === 'within') rail[moved.as] += moved.amount;
    else rail.opening += moved.as === 'received' ? moved.amount : -moved.amount;
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    for (const currency of posted.currencies()) this.#rails.at(currency);
    return this.#rails.entries().map(([currency, rails]) => {
      const names = new Set([...rails.keys()].map((rail) => accountName({ kind: 'cash', rail })));
      const rows = [...rails]
        .sort(byName)
        .map(([rail, { opening, received, refunded, reversed, paidOut }]) => ({
          ...{ rail, opening, received, refunded, reversed, paidOut },
          closing: opening + received - refunded - reversed - paidOut,
        }));
      const agreements = rows.flatMap(({ rail, opening, closing }) => {
        const account = accountName({ kind: 'cash', rail });
        const at = (of: 'opening' | 'balance', reported: bigint, column: string) => ({
          ...{ account, of, posted: posted.at(currency, account, of), reported, column },
        });
        return [at('opening', opening, 'opening'), at('balance', closing, 'closing')];
      });
      const strangers = posted.names(currency, 'cash:').filter((name) => !names.has(name));
      const unreported = strangers.map((account) => ({
        account,
        of: 'balance' as const,
        posted: posted.at(currency, account, 'balance'),
        reported: 0n,
      }));
      return { currency, rows, agreements: [...agreements, ...unreported] };
    });
  }
}

/** By what a document says of itself; nothing of those that move no money. */
function movedBy(
  document: BooksDocument,
):
  | { readonly rail: string; readonly as: Exclude<keyof OnRail, 'opening'>; amount: bigint }
  | undefined {
  switch (document.kind) {
    case 'payment':
      return { rail: document.rail, as: 'received', amount: document.amount };
    case 'refund':
      return { rail: document.rail, as: 'refunded', amount: document.amount };
    case 'reversal':
      return { rail: document.rail, as: 'reversed', amount: document.amount };
    case 'payout-settlement':
      return { rail: document.rail, as: 'paidOut', amount: document.amount };
    // What comes back before a rail has paid was never gone from there.
    case 'payout-return':
      return document.wasSettled === true
        ? { rail: document.rail, as: 'paidOut', amount: -netOf(document) }
        : undefined;
    case 'invoice':
    case 'statement':
    case 'credit-note':
    case 'void':
    case 'application':
    case 'breakage':
    case 'write-off':
    case 'reminder':
    case 'pause':
    case 'share':
    case 'share-reversal':
    case 'payee-statement':
    case 'payout':
    case 'claim':
      return undefined;
  }
}
