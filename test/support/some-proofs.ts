import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import type { Plans } from '../../core/catalog/ports.ts';
import { logsOperations } from '../../core/contract/logs/operations.ts';
import { sequence } from '../../core/transparency/sequence.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveProofs } from '../../functions/serve-proofs/serve-proofs.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import {
  inMemoryLogSigner,
  inMemoryLogSpans,
  inMemoryLogTiles,
  inMemoryOpenerSalts,
  inMemoryYearLogs,
} from '../fakes/transparency.ts';

/** Public logs of some books, in memory. */
export function someProofs(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  host = 'billing.example',
  plans: Pick<Plans, 'get'> = inMemoryPlans(),
) {
  let byte = 0;
  const bytes = (count: number): Uint8Array => {
    byte += 1;
    return new Uint8Array(count).fill(byte);
  };
  const [tiles, salts, signer] = [inMemoryLogTiles(), inMemoryOpenerSalts(), inMemoryLogSigner()];
  const ports = { logs: inMemoryYearLogs(), spans: inMemoryLogSpans(), tiles, salts, signer };
  return {
    ...ports,
    handler: serveRoutes(
      'ServeProofs',
      logsOperations,
      serveProofs({ ...ports, books, log, plans, host }),
    ),
    publish: (tenant: string) =>
      sequence({ ...ports, log, host, random: { bytes } }, tenant, {
        isShort: () => false,
      }),
  };
}

/** The public log of 2026 of a tenant's books, with tiles beside it as one of many documents has them. */
export async function publishedProofs(
  books: Parameters<typeof someProofs>[0],
  tenant: string,
): Promise<ReturnType<typeof someProofs>> {
  const proofs = someProofs(books);
  await proofs.publish(tenant);
  for (const path of ['tile/entries/000', 'tile/entries/000.p/7', 'tile/0/x001/234.p/5'])
    await proofs.tiles.put({ tenant, year: 2026 }, path, new Uint8Array(64));
  return proofs;
}
