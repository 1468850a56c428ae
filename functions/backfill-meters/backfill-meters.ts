import {
  type BackfillPorts,
  type BackfillPosition,
  continueBackfill,
} from '../../core/catalog/backfill.ts';

/** Works off one message of a backfill. */
export const backfillMeters =
  (ports: BackfillPorts) =>
  async (position: BackfillPosition): Promise<void> => {
    await continueBackfill(ports, position);
  };
