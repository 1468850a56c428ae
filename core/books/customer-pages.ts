import type { Cell, CellKey, CustomerCell, DocumentsCell } from './cell.ts';

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

/**
 * A folded cell as it is kept: full pages of a customer's documents are taken out of the customer's cell, and stand
 * before it here. Pages are cut by the order of the log alone, so every fold cuts the same, wherever it stopped.
 */
export function keptCells({ key, cell }: PlacedCell): readonly PlacedCell[] {
  const { value, version } = cell;
  if (value.kind !== 'customer' || value.documents.length < documentsPerPage) {
    return [{ key, cell }];
  }
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
function fullPage({ customer, pages, documents }: CustomerCell, index: number): PlacedCell {
  const start = index * documentsPerPage;
  const ofPage = documents.slice(start, start + documentsPerPage);
  const page = pages + index;
  const value: DocumentsCell = { kind: 'documents', customer, page, documents: ofPage };
  return {
    key: pageKey(customer, page),
    cell: { version: ofPage.at(-1)?.seq ?? 0, value },
  };
}
