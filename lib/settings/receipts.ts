import { receiptKeys } from './receipt-keys.ts';
import type { Group, SettingsOf } from './setting.ts';

/** With which keys receipts are signed. */
export const receipts = {
  receiptKeys: {
    key: 'farthing:receiptKeys',
    kind: receiptKeys,
    does: 'Which key signs for what was charged, from when on. Only ever add to it, in the future: see [receipts](receipts.md#another-key)',
  },
} satisfies Group;

export type ReceiptsSettings = SettingsOf<typeof receipts>;
