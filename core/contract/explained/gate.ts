import type { ExplainedRejection } from './explained-rejection.ts';

/** What a payer, or who is none yet, is told where a request is not paid for. */
export const gateRejections = {
  'payment.required': {
    means: 'What was asked for costs something, and nothing came with the request that pays it.',
    fix: 'Pay by one of the offers: `PAYMENT-REQUIRED`, `WWW-Authenticate: Payment`, or `offer.consent` with a token.',
  },
  'payment.malformed': {
    means: 'What came with the request to pay for it cannot be read.',
    fix: 'Send what the offer asks for: an x402 payload or an MPP credential with `{"token": "ftp_…"}`.',
  },
  'payment.unclear': {
    means:
      'A payment on a chain was signed, and it is not known yet whether it was settled. It is looked for, and is in the wallet of who paid if it was.',
    fix: 'Send the very same request once more after a moment, with what was signed before. Sign nothing else.',
  },
  'offer.ended': {
    means: 'The offer was for five minutes, and they are over. Nothing was charged.',
    fix: 'Pay by the offer that came with this refusal.',
  },
  'offer.refused': {
    means:
      'The offer is not one of this seller for this request, amount and payer, or was altered.',
    fix: 'Pay by the offer that came with this refusal, and send it back as it is.',
  },
  'offer.used': {
    means: 'What was held under the offer was given back, or has ended. Nothing was charged.',
    fix: 'Pay by the offer that came with this refusal.',
  },
  'offer.exceeded': {
    means:
      'Charged now, it would cost more than the payer was offered, as the price has changed since. It was released; nothing is charged.',
    fix: 'Nothing is to be done. The next offer is at the price that counts now.',
  },
  'payer.unknown': {
    means: 'What it costs depends on who asks, and nobody has said who does.',
    fix: 'Send a payer’s token. Or name a default plan that prices the meter, so that strangers are offered a price.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
