import type { AnswerOf } from '../../api.ts';

type Customer = AnswerOf<'GET /v1/customers/{key}'>;

/** What is taken off, and from when; nothing where nothing is. */
export const couponsText = ({ coupons = [] }: Customer): string | undefined =>
  coupons.length === 0 ? undefined : coupons.map(couponText).join('; ');

function couponText(coupon: NonNullable<Customer['coupons']>[number]): string {
  const { key, percentOff, amountOff = '', from, until, months } = coupon;
  const off = percentOff === undefined ? `${amountOff} a month` : `${percentOff}%`;
  const end = until === undefined ? '' : ` until ${until}`;
  return `${key}: ${off} off from ${from}${months === undefined ? end : ` for ${months} months`}`;
}

/** What it commits to over terms; nothing where nothing. */
export const commitmentsText = ({ commitments = [] }: Customer): string | undefined =>
  commitments.length === 0
    ? undefined
    : commitments
        .map(
          ({ amount, every, from, until }) =>
            `${amount} a ${every} from ${from}${until === undefined ? '' : ` until ${until}`}`,
        )
        .join('; ');

/** How often it is invoiced; nothing where each month. */
export const intervalText = ({ invoiceInterval }: Customer): string | undefined =>
  invoiceInterval === undefined
    ? undefined
    : `each ${invoiceInterval.every}, which begins with ${invoiceInterval.from ?? 'January'}`;
