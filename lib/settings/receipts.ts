import { receiptKeys } from './receipt-keys.ts';
import { type Group, oneOf, type SettingsOf } from './setting.ts';

/** When receipts are signed, and with which keys. */
export const receipts = {
  receiptsSigned: {
    key: 'farthing:receiptsSigned',
    kind: oneOf(['asked', 'captured']),
    does: 'When a receipt is signed: when it is asked for, or with each capture of the gate as well. A signature costs $0.000015, and a capture waits for it',
  },
  receiptKeys: {
    key: 'farthing:receiptKeys',
    kind: receiptKeys,
    does: 'Which key signs for what was charged, from when on. Only ever add to it, in the future: see [receipts](receipts.md#another-key)',
  },
} satisfies Group;

export type ReceiptsSettings = SettingsOf<typeof receipts>;
