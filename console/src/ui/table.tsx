import type { ComponentChildren, JSX } from 'preact';
import type { AskedPages } from '../use-answer.ts';
import { Answered } from './states.tsx';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand below one another by their last digit. */
  readonly isNumber?: boolean;
  /** Sentences are not squeezed into a word a line. */
  readonly isText?: boolean;
}

interface TableProps<Row> {
  /** What the table is of, for who cannot see where it stands. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string;
}

/** What is wider than the page is scrolled by itself, also by keyboard. */
export function Scrolled({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached by keyboard
    <section class="scrolled" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** Rows of facts. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>): JSX.Element {
  return (
    <Scrolled label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber === true ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map(({ title, cell, isNumber, isText }) => (
                <td key={title} class={classOf(isNumber, isText)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function classOf(isNumber = false, isText = false): string | undefined {
  if (isNumber) return 'number';
  return isText ? 'text' : undefined;
}

/** A list with its states, and a button for more of it. */
export function Listed<Row>({
  asked,
  what,
  empty,
  ...table
}: Omit<TableProps<Row>, 'rows'> & {
  readonly asked: AskedPages<Row>;
  readonly what: string;
  readonly empty: ComponentChildren;
}): JSX.Element {
  return (
    <Answered asked={asked} what={what}>
      {(rows) => (
        <>
          {rows.length === 0 && !asked.hasMore ? (
            <p class="notice">{empty}</p>
          ) : (
            <Table {...table} rows={rows} />
          )}
          {asked.hasMore ? (
            <button type="button" onClick={asked.more} disabled={asked.isLoading}>
              {asked.isLoading ? 'Loading …' : 'Show more'}
            </button>
          ) : null}
        </>
      )}
    </Answered>
  );
}
