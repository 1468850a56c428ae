import { partOf } from '../../core/earnings/parts.ts';
import type { ShareMonths } from '../../core/earnings/ports.ts';
import {
  booksReadFrom,
  booksReadText,
  payerMarkFrom,
  payerMarkText,
  shareMonthFrom,
  shareMonthText,
} from '../../core/earnings/stored.ts';
import { payerWorthBytes, payerWorthIn } from '../../core/earnings/stored-worth.ts';
import type { PutOutcome } from '../../core/kernel/log.ts';

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const PAGE = 2;
const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** Months of payees as texts in memory, put as a table puts them. */
export function inMemoryShareMonths(): ShareMonths {
  const read = new Map<string, string>();
  const months = new Map<string, string>();
  const marks = new Map<string, string>();
  const worths = new Map<string, { readonly revision: number; readonly bytes: Uint8Array }>();
  const putOver = (
    map: Map<string, string>,
    key: string,
    { revision, text }: { readonly revision: number; readonly text: string },
  ): PutOutcome => {
    const before = map.get(key);
    const known = before === undefined ? 0 : (JSON.parse(before) as { revision: number }).revision;
    if (known !== revision - 1) return 'taken';
    map.set(key, text);
    return 'put';
  };
  return {
    async booksRead(tenant) {
      const text = read.get(tenant);
      return text === undefined ? undefined : booksReadFrom(text);
    },
    async putBooksRead(value) {
      const { tenant, revision } = value;
      return putOver(read, tenant, { revision, text: booksReadText(value) });
    },
    async month(tenant, month) {
      const text = months.get(keyOf(tenant, month));
      return text === undefined ? undefined : shareMonthFrom(text);
    },
    async putMonth(value) {
      const { tenant, month, revision } = value;
      return putOver(months, keyOf(tenant, month), { revision, text: shareMonthText(value) });
    },
    async months(tenant) {
      return [...months.values()]
        .map(shareMonthFrom)
        .filter((one) => one.tenant === tenant)
        .toSorted((a, b) => byText(a.month, b.month));
    },
    async mark(tenant, mark) {
      const { month, payer } = mark;
      marks.set(keyOf(tenant, month, partOf(payer), payer), payerMarkText(mark));
    },
    async marks(tenant, { month, part, limit }) {
      const beginning = `${keyOf(tenant, month, part).slice(0, -1)},`;
      return [...marks]
        .filter(([key]) => key.startsWith(beginning))
        .toSorted(([a], [b]) => byText(a, b))
        .slice(0, limit)
        .map(([, text]) => payerMarkFrom(text));
    },
    async unmark(tenant, mark) {
      const { month, payer, token } = mark;
      const key = keyOf(tenant, month, partOf(payer), payer);
      const text = marks.get(key);
      if (text !== undefined && payerMarkFrom(text).token === token) marks.delete(key);
    },
    async worth(tenant, { month, payer }) {
      const found = worths.get(keyOf(tenant, month, partOf(payer), payer));
      return found === undefined ? undefined : payerWorthIn(found.bytes);
    },
    async putWorth(worth) {
      const { tenant, month, payer, revision } = worth;
      const bytes = payerWorthBytes(worth);
      if (bytes === undefined) return 'too-large';
      const key = keyOf(tenant, month, partOf(payer), payer);
      if ((worths.get(key)?.revision ?? 0) !== revision - 1) return 'taken';
      worths.set(key, { revision, bytes });
      return 'put';
    },
    async *worths(tenant, { month, part }) {
      const beginning = `${keyOf(tenant, month, part).slice(0, -1)},`;
      const found = [...worths]
        .filter(([key]) => key.startsWith(beginning))
        .toSorted(([a], [b]) => byText(a, b));
      for (let start = 0; start < found.length; start += PAGE) {
        yield found.slice(start, start + PAGE).map(([, { bytes }]) => payerWorthIn(bytes));
      }
    },
  };
}
