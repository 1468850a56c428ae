import type { Currency } from '../kernel/currency.ts';
import { decimalOf } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { exactOf } from '../kernel/exact-amount.ts';
import type { Month } from '../kernel/month.ts';
import { allWorths } from './add-up.ts';
import type { PayerWorth, ShareMonths, WorthLine } from './ports.ts';
import type { EarnedLine } from './statements/stated-line.ts';

interface Line {
  readonly of: Pick<EarnedLine, 'share' | 'meter' | 'value' | 'country'>;
  quantity: bigint;
  exact: bigint;
}

/** The lines of one payee in one currency. */
class ContentLines {
  readonly #lines = new Map<string, Line>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Values that have no line yet when there are as many as may be are together in one for each country. */
  add(
    { share, meter, value, quantity }: WorthLine,
    { country, amount }: { readonly country: string | undefined; readonly amount: bigint },
  ): void {
    const own = JSON.stringify([share, value, country ?? null]);
    const isHeld = this.#lines.has(own) || this.#lines.size < this.#most;
    const key = isHeld ? own : JSON.stringify([share, country ?? null]);
    const line = this.#lines.get(key) ?? {
      of: { share, meter, ...definedOnly({ value: isHeld ? value : undefined, country }) },
      ...{ quantity: 0n, exact: 0n },
    };
    this.#lines.set(key, line);
    line.quantity += quantity;
    line.exact += amount;
  }

  taken(): readonly EarnedLine[] {
    return [...this.#lines.values()]
      .filter(({ exact }) => exact !== 0n)
      .map(({ of, quantity, exact }) => ({
        ...of,
        quantity: decimalOf(quantity),
        exact: exactOf(exact),
      }));
  }
}

/**
 * What payees have earned of a month, by content and by where payers are: together it is what `addUp` says of each. Of
 * a payee about so many lines; all other content is in lines without a value.
 */
export async function contentLines(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  asked: {
    readonly month: Month;
    readonly payees: ReadonlySet<string>;
    readonly most: number;
  },
): Promise<(payee: string, currency: Currency) => readonly EarnedLine[]> {
  const all = new Map<string, ContentLines>();
  const keyOf = (payee: string, currency: Currency) => JSON.stringify([payee, currency]);
  const add = ({ currency, country, lines }: PayerWorth) => {
    if (currency === undefined) return;
    for (const line of lines) {
      for (const { payee, amount } of line.payees) {
        if (!asked.payees.has(payee)) continue;
        const key = keyOf(payee, currency);
        const own = all.get(key) ?? new ContentLines(asked.most);
        all.set(key, own);
        own.add(line, { country, amount });
      }
    }
  };
  for await (const worth of allWorths(months, tenant, asked.month)) add(worth);
  return (payee, currency) => all.get(keyOf(payee, currency))?.taken() ?? [];
}
