import { type ReconcilePorts, reconcile } from '../../core/billing/reconciliation/reconcile.ts';
import { checkEveryBook } from '../../core/billing/run/check-every-book.ts';
import { closeCustomers } from '../../core/billing/run/close-customers.ts';
import { type CorrectionStores, goOnCorrecting } from '../../core/billing/run/go-on-correcting.ts';
import type { BillingMessage } from '../../core/billing/run/message.ts';
import { runMonth } from '../../core/billing/run/month.ts';
import { sweep } from '../../core/billing/run/sweep.ts';
import { tellUnbilled } from '../../core/billing/unbilled/tell-unbilled.ts';

/** What the messages of the billing queue are worked off with. */
export interface RunPorts extends ReconcilePorts {
  readonly corrections: CorrectionStores;
}

/**
 * Works off one message of the billing queue: each step is safe to repeat, and what comes after it is another message.
 */
export const runBilling =
  (ports: RunPorts) =>
  async (message: BillingMessage): Promise<void> => {
    switch (message.kind) {
      case 'sweep':
        return sweep(ports, message);
      case 'run':
        return runMonth(ports, message);
      case 'close':
        await closeCustomers(ports, message);
        return;
      case 'check-books':
        return checkEveryBook(ports, message);
      case 'reconcile':
        return reconcile(ports, message);
      case 'list-unbilled':
        return tellUnbilled(ports, message);
      case 'correct':
        return goOnCorrecting(ports, message);
    }
  };
