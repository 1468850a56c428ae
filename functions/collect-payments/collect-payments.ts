import type { RailsMessage } from '../../core/rails/message.ts';
import { type RailsPorts, workOff } from '../../core/rails/work-off.ts';
import type { RemindingPorts } from '../../core/reminders/remind.ts';
import { remindDaily, remindEverywhere } from '../../core/reminders/run-daily.ts';

/** What works off the rails queue: what rails do, and reminders of what is due. */
export interface CollectingPorts extends RailsPorts {
  readonly reminding: RemindingPorts;
}

/** Works off messages of the rails queue. The schedule's look is at what is collected, and at whose hour it is. */
export const collectPayments =
  (ports: CollectingPorts) =>
  async (message: RailsMessage): Promise<void> => {
    const { reminding, queue } = ports;
    if (message.kind === 'remind') return remindDaily({ ...reminding, queue }, message);
    await workOff(ports, message);
    if ('tenant' in message) return;
    await remindEverywhere({ settings: reminding.settings, queue }, reminding.clock.now());
  };
