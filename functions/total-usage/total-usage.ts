import type { RefreshPorts } from '../../core/metering/totals/refresh.ts';
import { refreshHours } from '../../core/metering/totals/refresh-hours.ts';
import { touchedHourFrom } from '../../core/metering/totals/touched.ts';
import { forWholeBatch } from '../middleware/process-batch.ts';

/** Brings the totals of the hours that a batch announces up to the log. */
export const totalUsage = (ports: RefreshPorts) =>
  forWholeBatch(touchedHourFrom, (touched) => refreshHours(ports, touched));
