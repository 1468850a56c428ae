import type { AnswerOf } from '../../api.ts';

export interface PaymentActionProps {
  readonly payment: AnswerOf<'GET /v1/payments'>['payments'][number];
  /** It is done, and the payment another. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}
