/** Answers of `POST /v1/gate` and of a capture, as the contract has them. */

const priced = { net: '0.01', tax: '0.00', amount: '0.01' };

export const heldView = {
  ...{ outcome: 'held', id: 'AAAAAAAAAAAAAAAAAAAAAA.1.0', payer: 'subject:reader-7' },
  ...{ by: 'threshold', ...priced, currency: 'EUR', left: '4.99' },
  ...{ endsAt: '2026-11-22T00:01:00Z', repeated: false, headers: { 'cache-control': 'private' } },
};

export const capturedView = {
  ...{ id: heldView.id, ...priced, currency: 'EUR', quoted: priced },
  ...{ receiptId: heldView.id, receipt: null, headers: { 'cache-control': 'private' } },
};

export const refusedView = {
  ...{ outcome: 'refused', status: 402 },
  headers: { 'payment-required': 'e30=', 'cache-control': 'no-store' },
  problem: {
    ...{ type: 'urn:farthing:problem:payment.required', title: 'Payment required', status: 402 },
    ...{ detail: 'pay by one of the offers that come with this', code: 'payment.required' },
  },
};
