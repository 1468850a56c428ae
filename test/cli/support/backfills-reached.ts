import type { backfillsRoutes } from '../../../core/contract/backfills/routes.ts';
import type { KeyOf } from '../../../core/contract/operation.ts';

const opening = ['--billing', 'adjust', '--from', '2025-01', '--to', '2026-01'];

/** By which command a person reaches each operation of backfill jobs. */
export const backfillsReached: Readonly<Record<KeyOf<typeof backfillsRoutes>, readonly string[]>> =
  {
    'POST /v1/backfills': ['backfills', 'open', 'b1', ...opening],
    'GET /v1/backfills': ['backfills', 'list'],
    'GET /v1/backfills/{name}': ['backfills', 'get', 'b1'],
    'POST /v1/backfills/{name}/events': ['import', 'item', '--backfill', '--job', 'b1'],
    'POST /v1/backfills/{name}/close': ['backfills', 'close', 'b1'],
    'POST /v1/backfills/{name}/cancel': ['backfills', 'cancel', 'b1'],
  };
