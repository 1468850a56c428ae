import type { Books } from '../../core/books/books.ts';
import type { BooksLog } from '../../core/books/ports.ts';
import type { Plans } from '../../core/catalog/ports.ts';
import { logsOperations } from '../../core/contract/logs/operations.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { keepDay } from '../../core/transparency/day-checkpoints.ts';
import type { IssuedKeys } from '../../core/transparency/ports.ts';
import { sequence } from '../../core/transparency/sequence.ts';
import type { WitnessPorts } from '../../core/witness/witness.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveProofs } from '../../functions/serve-proofs/serve-proofs.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import {
  inMemoryDayCheckpoints,
  inMemoryHourParts,
  inMemoryKeyLeaves,
  inMemoryLogSigner,
  inMemoryLogSpans,
  inMemoryLogTiles,
  inMemoryOpenerSalts,
  inMemoryYearLogs,
} from '../fakes/transparency.ts';
import { InMemoryUsageLog } from '../fakes/usage-log.ts';
import { inMemoryWitnessedLogs } from '../fakes/witnessed-logs.ts';
import { someKey, someLog } from './some-log.ts';

/** The log of others that they witness, and the witness that they are to it: it is at three entries. */
export const othersLog = someLog('log.example/2026');

function someWitness(): WitnessPorts {
  const { key, signer } = someKey('billing.example/v1/witness', 'cosignature', 9);
  const [root, note] = [othersLog.rootOf(3), othersLog.note(3)];
  const witnessed = inMemoryWitnessedLogs();
  void witnessed.put({ origin: othersLog.key.name, revision: 1, size: 3, root, note });
  const clock = { now: () => timestampOf(Date.UTC(2026, 10, 1)) };
  return {
    ...{ name: key.name, logs: [othersLog.key], signer, witnessed, clock },
    onFork: () => undefined,
  };
}

/** A day, and five minutes. */
const MINUTES_AFTER = (24 * 60 + 5) * 60_000;

/** Public logs of some books, in memory. */
export function someProofs(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  host = 'billing.example',
  plans: Pick<Plans, 'get'> = inMemoryPlans(),
  usage = { usageLog: new InMemoryUsageLog(), hours: inMemoryHourParts() },
  issued: IssuedKeys = { of: async () => [] },
) {
  let byte = 0;
  const bytes = (count: number): Uint8Array => {
    byte += 1;
    return new Uint8Array(count).fill(byte);
  };
  const [tiles, salts, signer] = [inMemoryLogTiles(), inMemoryOpenerSalts(), inMemoryLogSigner()];
  const leaves = inMemoryKeyLeaves();
  const clock = { now: () => timestampOf(Date.UTC(2026, 10, 3)) };
  const epochs = [{ from: timestampOf(0), shards: 1 }];
  const ports = {
    ...usage,
    epochs,
    keys: leaves,
    days: inMemoryDayCheckpoints(),
    logs: inMemoryYearLogs(),
    spans: inMemoryLogSpans(),
    tiles,
    salts,
    signer,
  };
  return {
    ...ports,
    handler: serveRoutes(
      'ServeProofs',
      logsOperations,
      serveProofs({ ...ports, books, log, plans, host, witness: someWitness() }),
    ),
    /** Keeps the checkpoint of a day, some minutes after its end. */
    keepDay: (tenant: string, day: string) => {
      const minutesAfter = {
        now: () => timestampOf(Date.parse(`${day}T00:00:00Z`) + MINUTES_AFTER),
      };
      return keepDay({ ...ports, log, clock: minutesAfter }, tenant);
    },
    publish: (tenant: string) =>
      sequence(
        { ...ports, log, host, random: { bytes }, keys: { clock, issued, leaves } },
        tenant,
        {
          isShort: () => false,
        },
      ),
  };
}

/** The public log of 2026 of a tenant's books, with tiles beside it as one of many documents has them. */
export async function publishedProofs(
  books: Parameters<typeof someProofs>[0],
  tenant: string,
  issued?: IssuedKeys,
): Promise<ReturnType<typeof someProofs>> {
  const proofs = someProofs(books, undefined, undefined, undefined, issued);
  await proofs.publish(tenant);
  await proofs.keepDay(tenant, '2026-11-30');
  for (const path of ['tile/entries/000', 'tile/entries/000.p/7', 'tile/0/x001/234.p/5'])
    await proofs.tiles.put({ tenant, year: 2026 }, path, new Uint8Array(64));
  return proofs;
}
