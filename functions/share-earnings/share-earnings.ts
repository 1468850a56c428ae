import type { EarningsMessage } from '../../core/earnings/message.ts';
import { type EarningsPorts, workOff } from '../../core/earnings/work-off.ts';

/** Works off messages of the earnings queue, by their kind. */
export const shareEarnings =
  (ports: EarningsPorts) =>
  (message: EarningsMessage): Promise<void> =>
    workOff(ports, message);
