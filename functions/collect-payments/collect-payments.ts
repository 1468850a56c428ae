import type { PayerKey } from '../../core/kernel/payer.ts';
import type { Queue } from '../../core/kernel/queue.ts';
import { millisecondsPer, type Timestamp } from '../../core/kernel/timestamp.ts';
import type { LookPorts } from '../../core/marketplace/look.ts';
import { workOffSubscriptions } from '../../core/marketplace/work-off.ts';
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
  /** Whose usage is reported to AWS Marketplace, and with what. */
  readonly selling: LookPorts & { readonly sellers: readonly string[] };
  /** Looks after a wallet that may be low. */
  readonly refill: (tenant: string, payer: PayerKey) => Promise<unknown>;
}

/** Works off messages of the rails queue. The schedule's look is at what is collected, and at whose hour it is. */
export const collectPayments =
  (ports: CollectingPorts) =>
  async (message: RailsMessage): Promise<void> => {
    const { reminding, queue, paying, selling, refill, onCommit } = ports;
    switch (message.kind) {
      case 'payouts':
        return payouts(ports, message);
      case 'commit':
        return lookAtMessage(paying, message, onCommit);
      case 'remind':
        return remindDaily({ ...reminding, queue }, message);
      case 'subscriptions':
      case 'license':
        return workOffSubscriptions({ ...selling, queue }, message);
      case 'refill':
        // Only what was a payer's key is sent.
        await refill(message.tenant, message.payer as PayerKey);
        return;
      case 'look':
      case 'changes':
      case 'hint':
        await workOff(ports, message);
        if (!('tenant' in message)) await lookAtAll(ports);
    }
  };

/** What the schedule looks at besides: what is not collected by a rail. */
async function lookAtAll({ paying, queue, selling, reminding }: CollectingPorts): Promise<void> {
  await sendOpenCommits({ commits: paying.commits, queue });
  await sendAll(queue, selling.sellers.map(firstPage));
  const now = reminding.clock.now();
  await remindEverywhere({ settings: reminding.settings, queue }, now);
  await payEverywhere(paying.tenants, queue, now);
}

const firstPage = (tenant: string) =>
  ({ kind: 'subscriptions', tenant, after: undefined }) as const;

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
