import { monthOf } from '../../books/kinds/kinds.ts';
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
 * of all is asked about until all of it is closed: it is the one by which the books begin.
 */
export async function wantedApproval(
  { books }: Pick<BillingRunPorts, 'books'>,
  { tenant, month }: { readonly tenant: string; readonly month: Month },
  approval: Approval,
): Promise<ApprovalReason | undefined> {
  if (approval === 'never') return undefined;
  if (approval === 'always') return reason('this tenant issues nothing without approval');
  const first = await books.first(tenant);
  if (first !== undefined && monthOf(first)?.period.month !== month) return undefined;
  return reason(
    'nothing of the first month that a tenant bills is issued without approval, unless its billing settings say `"approval": false`',
  );
}

const reason = (why: string): ApprovalReason => ({
  code: 'awaiting-approval',
  detail: `look at the draft, then issue it: ${why}`,
});
