import type { PayerKey } from '../../core/kernel/payer.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { millisecondsPer, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { CommitPorts } from '../../core/payouts/chain/commit-ports.ts';
import {
  type CommitNotice,
  lookAtMessage,
  sendOpenCommits,
} from '../../core/payouts/chain/look-at-open-commits.ts';
import { lookAtPayouts, type PayoutLookPorts } from '../../core/payouts/look-at-payouts.ts';
import type { PayingTenants } from '../../core/payouts/ports.ts';
import { tellMethodsOf } from '../../core/payouts/tell-methods.ts';
import { type PayoutsMessage, type RailsMessage, sendAll } from '../../core/rails/message.ts';
import { type RailsPorts, workOff } from '../../core/rails/work-off.ts';
import type { RemindingPorts } from '../../core/reminders/remind.ts';
import { remindDaily, remindEverywhere } from '../../core/reminders/run-daily.ts';

/** What works off the rails queue: what rails do, reminders of what is due, and payouts. */
export interface CollectingPorts extends RailsPorts {
  readonly reminding: RemindingPorts;
  /** What is paid out, and commits to contracts that pay it, are looked at with these. */
  readonly paying: PayoutLookPorts & CommitPorts & { readonly tenants: PayingTenants };
  readonly onCommit: (notice: CommitNotice) => void;
  /** Looks after a wallet that may be low. */
  readonly refill: (tenant: string, payer: PayerKey) => Promise<unknown>;
}

/** Works off messages of the rails queue. The schedule's look is at what is collected, and at whose hour it is. */
export const collectPayments =
  (ports: CollectingPorts) =>
  async (message: RailsMessage): Promise<void> => {
    const { reminding, queue, paying, refill, onCommit } = ports;
    if (message.kind === 'payouts') return payouts(ports, message);
    if (message.kind === 'commit') return lookAtMessage(paying, message, onCommit);
    if (message.kind === 'remind') return remindDaily({ ...reminding, queue }, message);
    if (message.kind === 'refill') {
      // Only what was a payer's key is sent.
      await refill(message.tenant, message.payer as PayerKey);
      return;
    }
    await workOff(ports, message);
    if ('tenant' in message) return;
    await sendOpenCommits({ commits: paying.commits, queue });
    const now = reminding.clock.now();
    await remindEverywhere({ settings: reminding.settings, queue }, now);
    await payEverywhere(paying.tenants, queue, now);
  };

const payouts = ({ paying }: CollectingPorts, { tenant, payee }: PayoutsMessage): Promise<void> =>
  payee === undefined ? lookAtPayouts(paying, tenant) : tellMethodsOf(paying, tenant, payee);

/** The schedule looks four times an hour: the first of these is the one that counts. */
const LOOK_MS = millisecondsPer.quarterHour;

/** Puts a message on the queue for each tenant that pays anybody out, once in each hour. */
async function payEverywhere(tenants: PayingTenants, queue: Queue, at: Timestamp): Promise<void> {
  if (at % millisecondsPer.hour >= LOOK_MS) return;
  for await (const page of tenants.all()) {
    await sendAll(
      queue,
      page.map((tenant) => ({ kind: 'payouts', tenant, payee: undefined }) as const),
    );
  }
}
