import type { RailsMessage } from '../../core/rails/message.ts';
import { type RailsPorts, workOff } from '../../core/rails/work-off.ts';

/** Works off messages of the rails queue. */
export const collectPayments =
  (ports: RailsPorts) =>
  (message: RailsMessage): Promise<void> =>
    workOff(ports, message);
