import { accountName } from '../books/account.ts';
import { factsOf } from '../books/export/entry-facts.ts';
import { numberedOf } from '../books/kinds/kinds.ts';
import type { Currency } from '../kernel/currency.ts';
import type { CountedDocument } from './counted.ts';
import { effectOf } from './effect.ts';
import type { PostedSums } from './posted-sums.ts';
import type { ReportQuestion } from './question.ts';
import {
  type Agreement,
  ByCurrency,
  type ReportFold,
  type ReportRow,
  type ReportTable,
  textOrder,
} from './table.ts';

interface Owed {
  readonly receivable: bigint;
  readonly unapplied: bigint;
}

interface Account {
  opening: Owed;
  readonly moves: (Owed & { readonly day: string; readonly head: ReportRow })[];
}

const grown = (owed: Owed, by: Owed): Owed => ({
  receivable: owed.receivable + by.receivable,
  unapplied: owed.unapplied + by.unapplied,
});

/** What one payer owed before some days, what each document of them did to it, and what it owes after. */
export class CustomerStatement implements ReportFold {
  readonly columns = [
    { name: 'date', holds: 'day' },
    { name: 'kind', holds: 'text' },
    { name: 'number', holds: 'text' },
    { name: 'invoice', holds: 'text' },
    { name: 'reference', holds: 'text' },
    { name: 'receivable', holds: 'amount' },
    { name: 'unapplied', holds: 'amount' },
    { name: 'balance', holds: 'amount' },
  ] as const;
  readonly #question: ReportQuestion;
  readonly #accounts = new ByCurrency<Account>(() => ({
    opening: { receivable: 0n, unapplied: 0n },
    moves: [],
  }));

  constructor(question: ReportQuestion) {
    this.#question = question;
  }

  add({ document, day, part }: CountedDocument): void {
    if (part === 'after') return;
    const { receivable, unapplied } = effectOf(document);
    if (receivable === 0n && unapplied === 0n) return;
    const account = this.#accounts.at(document.currency);
    if (part === 'before') {
      account.opening = grown(account.opening, { receivable, unapplied });
      return;
    }
    const { facts } = factsOf(document);
    const head = {
      kind: document.kind,
      number: numberedOf(document)?.number,
      invoice: facts.invoice,
      reference: facts.reference,
    };
    account.moves.push({ day, head, receivable, unapplied });
  }

  tables(posted: PostedSums): readonly ReportTable[] {
    return this.#accounts.entries().map(([currency, { opening, moves }]) => {
      const { from, to } = this.#question.days;
      let owed = opening;
      const rows: ReportRow[] = [{ date: from, kind: 'opening', ...withBalance(opening, opening) }];
      for (const { day: date, head, ...move } of moves.toSorted((a, b) =>
        textOrder(a.day, b.day),
      )) {
        owed = grown(owed, move);
        rows.push({ date, ...head, ...withBalance(move, owed) });
      }
      rows.push({ date: to, kind: 'closing', ...withBalance(owed, owed) });
      const agreements = [
        ...this.#agreementsOf(currency, { of: 'opening', owed: opening }, posted),
        ...this.#agreementsOf(currency, { of: 'balance', owed }, posted),
      ];
      return { currency, rows, agreements };
    });
  }

  #agreementsOf(
    currency: Currency,
    { of, owed }: { readonly of: 'opening' | 'balance'; readonly owed: Owed },
    posted: PostedSums,
  ): readonly Agreement[] {
    const { customer = '' } = this.#question;
    return (['receivable', 'unapplied'] as const).map((kind) => {
      const account = accountName({ kind, customer });
      const reported = kind === 'receivable' ? owed.receivable : -owed.unapplied;
      return { account, of, posted: posted.at(currency, account, of), reported, column: kind };
    });
  }
}

const withBalance = ({ receivable, unapplied }: Owed, owed: Owed) => ({
  ...{ receivable, unapplied, balance: owed.receivable - owed.unapplied },
});
