import {
  type BackfillPorts,
  backfillPositionFrom,
  continueBackfill,
} from '../../core/catalog/backfill.ts';
import { forEachRecord } from '../middleware/process-batch.ts';

/** Works off the messages of backfills. */
export const backfillMeters = (ports: BackfillPorts) =>
  forEachRecord(({ body }) => continueBackfill(ports, backfillPositionFrom(body)));
