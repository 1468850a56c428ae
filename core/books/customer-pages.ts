import type { Cell, CellKey, CustomerCell, FoldedKey } from './cell.ts';
import type { PayeeCell } from './payee-cell.ts';

/**
 * A write is billed by the kilobyte. With a page that fills and the months closed in three years, a customer's cell
 * is about one; a full page is half of one.
 */
export const documentsPerPage = 16;

/** A cell where it is kept. */
export interface PlacedCell {
  readonly key: CellKey;
  readonly cell: Cell;
}

export const pageKey = (customer: string, page: number) =>
  ({ kind: 'documents', customer, page }) as const;

const payeePageKey = (payee: string, page: number) =>
  ({ kind: 'payee-documents', payee, page }) as const;

/** Whose documents are kept in pages. */
export type Paged = CustomerCell | PayeeCell;

/** The key of the cell that counts the pages. */
export type PagedKey = Extract<FoldedKey, { readonly kind: Paged['kind'] }>;

export const pageOf = (of: PagedKey, page: number) =>
  of.kind === 'customer' ? pageKey(of.customer, page) : payeePageKey(of.payee, page);

/**
 * A folded cell as it is kept: full pages of a customer's, or a payee's, documents are taken out of its cell, and stand
 * before it here. Pages are cut by the order of the log alone, so every fold cuts the same, wherever it stopped.
 */
export function keptCells({ key, cell }: PlacedCell): readonly PlacedCell[] {
  const { value, version } = cell;
  const isPaged = value.kind === 'customer' || value.kind === 'payee';
  if (!isPaged || value.documents.length < documentsPerPage) return [{ key, cell }];
  const full = Math.floor(value.documents.length / documentsPerPage);
  return [
    ...Array.from({ length: full }, (_, index) => fullPage(value, index)),
    {
      key,
      cell: {
        version,
        value: {
          ...value,
          pages: value.pages + full,
          documents: value.documents.slice(full * documentsPerPage),
        },
      },
    },
  ];
}

/** Its version is the block of its last document, whenever it is cut. */
function fullPage(of: Paged, index: number): PlacedCell {
  const start = index * documentsPerPage;
  const documents = of.documents.slice(start, start + documentsPerPage);
  const key = pageOf(of, of.pages + index);
  return { key, cell: { version: documents.at(-1)?.seq ?? 0, value: { ...key, documents } } };
}
