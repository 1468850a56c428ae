import {
  type BooksRebuildPorts,
  type BooksSlice,
  firstBooksSlice,
  rebuildBooks,
} from '../../core/books/rebuild.ts';
import {
  type RebuildRequest,
  type RebuildStepAnswer,
  rebuildRequest,
} from '../../core/contract/maintenance/rebuild-shapes.ts';
import type { RejectionCode } from '../../core/contract/rejection-codes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { parsed } from '../../core/kernel/parsed.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import {
  firstTotalsPlace,
  rebuildTotals,
  type TotalsRebuildPorts,
} from '../../core/metering/totals/rebuild-totals.ts';

export type RebuildPorts = BooksRebuildPorts & TotalsRebuildPorts;

export type RebuildAnswer =
  | RebuildStepAnswer
  | {
      readonly problem: {
        readonly code: RejectionCode;
        readonly detail: string;
        readonly param?: string;
      };
    };

/** Does one step of a rebuild, of a bounded size, for an operator; who may invoke is decided by IAM. */
export const rebuildProjections =
  (ports: RebuildPorts) =>
  async (payload: unknown): Promise<RebuildAnswer> => {
    try {
      return await step(ports, parsed(rebuildRequest, payload));
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const { code, message: detail, param } = error;
      return { problem: { code, detail, ...(param === undefined ? {} : { param }) } };
    }
  };

async function step(ports: RebuildPorts, request: RebuildRequest): Promise<RebuildStepAnswer> {
  const { tenant } = request;
  if (request.what === 'books') return booksStep(ports, tenant, request.next);
  const { next, ...done } = await rebuildTotals(ports, tenant, request.next ?? firstTotalsPlace);
  return { ...done, ...definedOnly({ next }) };
}

async function booksStep(
  ports: BooksRebuildPorts,
  tenant: string,
  asked: BooksSlice | undefined,
): Promise<RebuildStepAnswer> {
  const part = asked ?? (await firstBooksSlice(ports.log, tenant));
  if (part === undefined) return { blocks: 0, compared: 0, mended: 0 };
  const { blocks, cells, mended } = await rebuildBooks(ports, tenant, part);
  const slice = part.slice + 1;
  return {
    blocks,
    compared: cells,
    mended,
    ...(slice < part.slices ? { next: { ...part, slice } } : {}),
  };
}
