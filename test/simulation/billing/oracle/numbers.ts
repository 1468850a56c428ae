import type { ReadDocument } from './books-reader.ts';

const prefixes: Readonly<Record<string, string>> = { invoice: 'INV', 'credit-note': 'CN' };

/** The series of a tenant as they ought to go on. */
export class Numbers {
  readonly #last = new Map<string, { ordinal: number; issueDate: string }>();

  get series(): readonly string[] {
    return [...this.#last.keys()];
  }

  /** What is wrong with the number of the next document, if anything is. */
  fault({ kind, series, ordinal, number, content }: ReadDocument): string | undefined {
    const prefix = prefixes[kind];
    if (prefix === undefined) {
      return number === undefined ? undefined : `a ${kind} has the number ${number}`;
    }
    const { issueDate, number: shown } = JSON.parse(content ?? '{}') as {
      issueDate: string;
      number: string;
    };
    const name = `${prefix}-${issueDate.slice(0, 4)}-`;
    const last = this.#last.get(name) ?? { ordinal: 0, issueDate: '' };
    this.#last.set(name, { ordinal: last.ordinal + 1, issueDate });
    const wanted = `${name}${String(last.ordinal + 1).padStart(6, '0')}`;
    if (series !== name || ordinal !== last.ordinal + 1 || number !== wanted || shown !== wanted) {
      return `${String(number)}, ${String(shown)} on paper, comes where ${wanted} should`;
    }
    if (issueDate < last.issueDate) return `${wanted} is of ${issueDate}, after ${last.issueDate}`;
    return undefined;
  }
}
