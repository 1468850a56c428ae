import type { Approval } from '../../catalog/tenant-billing.ts';
import type { Month } from '../../kernel/month.ts';
import type { BillingRunPorts } from './ports.ts';

/** Why a person is to look at a draft before it is issued. */
export interface ApprovalReason {
  readonly code: 'awaiting-approval';
  readonly detail: string;
}

/**
 * Why a person is to look at the month's drafts before they are issued; undefined where nobody has to. The first month
 * with an invoice is asked about until all of it is closed, and so is any before it: statements of nothing use up no
 * approval.
 */
export async function wantedApproval(
  { books }: Pick<BillingRunPorts, 'books'>,
  { tenant, month }: { readonly tenant: string; readonly month: Month },
  approval: Approval,
): Promise<ApprovalReason | undefined> {
  if (approval === 'never') return undefined;
  if (approval === 'always') return reason('this tenant issues nothing without approval');
  const first = await books.firstMonths(tenant);
  if (first !== 'none-issued' && !first.has(month)) return undefined;
  return reason(
    'nothing of the first month that a tenant bills is issued without approval, unless its billing settings say `"approval": false`',
  );
}

const reason = (why: string): ApprovalReason => ({
  code: 'awaiting-approval',
  detail: `look at the draft, then issue it: ${why}`,
});
